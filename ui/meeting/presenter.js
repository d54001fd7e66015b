// Keys, clocks and the full screen of a meeting: all in the browser, the server only hears which page is wanted.

const MOVES = {
  ArrowLeft: (at) => at - 1,
  PageUp: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  PageDown: (at) => at + 1,
  Home: () => 0,
  End: (_, last) => last,
};
const FIELDS = "input,textarea,select,[contenteditable],[role=textbox],[role=combobox],[role=listbox],[role=option]," +
  "[role=slider],[role=spinbutton],[role=radio],[role=tab],[role=grid],[role=menu]";
const OPEN = "[role=dialog],[data-baseweb=popover],[role=listbox]";
const NARROW = [900, 1600]; // a window where letters of the projector's size are too large for the charts
const PATIENCE = 3000; // after that a page asked for and not shown was lost on the way

function isTyping(event) {
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return true;
  const from = event.composedPath()[0];
  return from instanceof Element && from.closest(FIELDS) !== null;
}

function minutes(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

const kept = {
  read: (name) => Number(sessionStorage.getItem(name)) || 0,
  write: (name, value) => sessionStorage.setItem(name, String(value)),
};

class Presenter {
  constructor(component) {
    this.wanted = component.data.at;
    this.askedAt = 0;
    this.update(component);
    this.wasOpen = false;
    this.onFirst = () => { this.wasOpen = document.querySelector(OPEN) !== null; };
    this.onKey = (event) => this.key(event);
    this.onFull = () => this.draw();
    document.addEventListener("keydown", this.onFirst, true); // before a dialog takes the key and is gone
    document.addEventListener("keydown", this.onKey);
    document.addEventListener("fullscreenchange", this.onFull);
    this.onSize = () => this.measure();
    window.addEventListener("resize", this.onSize);
    this.ticking = setInterval(() => this.tick(), 1000);
    this.lastTick = Date.now();
    this.draw();
    this.measure();
  }

  update(component) {
    this.component = component;
    this.data = component.data;
    const arrived = this.wanted === this.data.at;
    if (arrived || Date.now() - this.askedAt > PATIENCE) this.wanted = this.data.at;
    this.itemName = `ea-item:${this.data.meeting}:${this.data.slides[this.data.at]}`;
    this.wholeName = `ea-whole:${this.data.meeting}`;
    this.find(".full").onclick = () => this.toggleFull();
  }

  find(selector) {
    return this.component.parentElement.querySelector(selector);
  }

  isShown() {
    return this.component.parentElement.isConnected;
  }

  key(event) {
    if (event.defaultPrevented || this.wasOpen || !this.isShown() || isTyping(event)) return;
    if (event.key === "Escape") {
      event.preventDefault();
      this.send(this.data.leave);
      return;
    }
    const move = MOVES[event.key];
    if (move === undefined) return;
    event.preventDefault();
    this.ask(move(this.wanted, this.data.slides.length - 1));
  }

  ask(place) {
    const to = Math.min(Math.max(place, 0), this.data.slides.length - 1);
    if (to === this.wanted) return;
    this.wanted = to;
    this.askedAt = Date.now();
    this.send(this.data.slides[to]);
  }

  // A state, not a trigger: of quick presses the newest counts, and one from a run cut short does not come back.
  send(code) {
    this.component.setStateValue("asked", { code, at: Date.now() });
  }

  measure() {
    const narrow = window.innerWidth > NARROW[0] && window.innerWidth < NARROW[1];
    if (narrow === this.narrow) return;
    this.narrow = narrow;
    if (narrow !== this.data.narrow) this.component.setStateValue("narrow", narrow);
  }

  toggleFull() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  }

  tick() {
    if (!this.isShown()) return;
    const now = Date.now();
    const passed = (now - this.lastTick) / 1000;
    this.lastTick = now;
    for (const name of [this.itemName, this.wholeName]) kept.write(name, kept.read(name) + passed);
    this.draw();
  }

  draw() {
    const { labels, minutes: meant } = this.data;
    const spent = kept.read(this.itemName);
    for (const clock of ["item", "whole"]) {
      this.find(`.${clock}-name`).textContent = labels[clock];
      this.find(`.${clock}-clock`).setAttribute("aria-label", labels[`${clock}_spoken`]);
    }
    this.find(".item").textContent = minutes(spent) + (meant ? ` / ${minutes(meant * 60)}` : "");
    this.find(".whole").textContent = minutes(kept.read(this.wholeName));
    this.find(".full").textContent = document.fullscreenElement ? labels.window : labels.full;
    this.find(".presenter").classList.toggle("over", Boolean(meant) && spent >= meant * 60);
  }

  close() {
    document.removeEventListener("keydown", this.onFirst, true);
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener("fullscreenchange", this.onFull);
    window.removeEventListener("resize", this.onSize);
    clearInterval(this.ticking);
  }
}

// Every run of the server takes the component down and puts it up again: the presenter outlives the moment between,
// or keys pressed in it would be lost.
const BETWEEN = 1500;
let presenter = null;
let closing = 0;

export default function (component) {
  clearTimeout(closing);
  if (presenter) {
    presenter.update(component);
    presenter.draw();
  } else {
    presenter = new Presenter(component);
  }
  return () => {
    closing = setTimeout(() => {
      presenter.close();
      presenter = null;
    }, BETWEEN);
  };
}
