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
  return (from instanceof Element && from.closest(FIELDS) !== null) || document.querySelector(OPEN) !== null;
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
    this.onKey = (event) => this.key(event);
    this.onFull = () => this.draw();
    document.addEventListener("keydown", this.onKey);
    document.addEventListener("fullscreenchange", this.onFull);
    this.onSize = () => this.measure();
    window.addEventListener("resize", this.onSize);
    this.ticking = setInterval(() => this.tick(), 1000);
    this.find(".full").onclick = () => this.toggleFull();
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
  }

  find(selector) {
    return this.component.parentElement.querySelector(selector);
  }

  key(event) {
    if (event.defaultPrevented || isTyping(event)) return;
    if (event.key === "Escape") {
      event.preventDefault();
      this.component.setTriggerValue("go", this.data.leave);
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
    this.component.setTriggerValue("go", this.data.slides[to]);
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
    const now = Date.now();
    const passed = (now - this.lastTick) / 1000;
    this.lastTick = now;
    for (const name of [this.itemName, this.wholeName]) kept.write(name, kept.read(name) + passed);
    this.draw();
  }

  draw() {
    const { labels, minutes: meant } = this.data;
    const spent = kept.read(this.itemName);
    this.find(".item-name").textContent = labels.item;
    this.find(".whole-name").textContent = labels.whole;
    this.find(".item").textContent = minutes(spent) + (meant ? ` / ${minutes(meant * 60)}` : "");
    this.find(".whole").textContent = minutes(kept.read(this.wholeName));
    this.find(".full").textContent = document.fullscreenElement ? labels.window : labels.full;
    this.find(".presenter").classList.toggle("over", Boolean(meant) && spent >= meant * 60);
  }

  close() {
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener("fullscreenchange", this.onFull);
    window.removeEventListener("resize", this.onSize);
    clearInterval(this.ticking);
  }
}

const presenters = new WeakMap();

export default function (component) {
  const place = component.parentElement;
  const known = presenters.get(place);
  if (known) {
    known.update(component);
    known.draw();
  } else {
    presenters.set(place, new Presenter(component));
  }
  return () => {
    presenters.get(place)?.close();
    presenters.delete(place);
  };
}
