"use strict";
(function () {
  var body = document.body, specs = read("specs"), charts = read("charts");
  var search = document.getElementById("search"), status = document.getElementById("status");
  body.classList.add("moves");

  function read(id) { return JSON.parse(document.getElementById(id).textContent); }

  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }

  function rowsOf(chart) {
    var names = chart[2];
    return chart[3].map(function (row) {
      var made = {};
      names.forEach(function (name, place) { made[name] = row[place]; });
      return made;
    });
  }

  function draw(place) {
    var chart = charts[place.dataset.chart];
    if (!chart || place.dataset.drawn) { return Promise.resolve(); }
    place.dataset.drawn = "1";
    var spec = JSON.parse(JSON.stringify(specs[chart[0]]));
    spec.data = { name: "source", values: rowsOf(chart) };
    spec.description = chart[1];
    if (spec.width === undefined) { spec.width = "container"; }
    return window.vegaEmbed(place, spec, { renderer: "svg", actions: false });
  }

  function filter(section) {
    var wanted = search.value.trim().toLowerCase().split(/\s+/), kept = 0;
    var filtered = all("table.filtered tbody tr", section);
    filtered.forEach(function (row) {
      var text = row.dataset.find || "", fits = wanted.every(function (word) { return text.indexOf(word) >= 0; });
      if (status.value && row.dataset.status && row.dataset.status !== status.value) { fits = false; }
      row.hidden = !fits;
      kept += fits ? 1 : 0;
    });
    document.getElementById("nothing").hidden = !filtered.length || kept > 0;
  }

  function show() {
    var wanted = decodeURIComponent(location.hash.slice(1)) || "overview";
    var section = document.getElementById(wanted);
    if (!section || section.tagName !== "SECTION") { section = document.getElementById("overview"); }
    all("section.shown").forEach(function (other) { other.classList.remove("shown"); });
    section.classList.add("shown");
    all("nav a").forEach(function (link) { link.classList.toggle("here", link.hash === "#" + section.id); });
    filter(section);
    all(".chart", section).forEach(draw);
    toTop();
  }

  function toTop() { window.scrollTo(0, 0); }

  function found() {
    if (!all("section.shown table.filtered").length && (search.value || status.value)) { location.hash = "#indicators"; }
    filter(document.querySelector("section.shown"));
  }

  search.addEventListener("input", found);
  status.addEventListener("change", found);
  window.addEventListener("hashchange", show);
  document.getElementById("print").addEventListener("click", function () { window.print(); });
  document.getElementById("print_all").addEventListener("click", function () {
    body.classList.add("everything");
    body.classList.remove("moves");
    Promise.all(all(".chart").map(draw)).then(function () {
      window.print();
      body.classList.remove("everything");
      body.classList.add("moves");
    });
  });
  window.addEventListener("load", function () { window.setTimeout(toTop, 0); });
  show();
})();
