// What one wants to see of the feed, kept in this browser, and the bell: a short tone for an emergency
// that is new on the screen. Off until somebody here turns it on; nothing else makes a sound.
(function () {
  "use strict";
  var J = window.Jiedao;
  var KEY = "jiedao.centre.feed.", FIRST_HZ = 880, SECOND_HZ = 660, BEAT_S = 0.18, LOUD = 0.25;
  function read(name) { try { return JSON.parse(localStorage.getItem(KEY + name)); } catch (_error) { return null; } }
  function write(name, value) { try { localStorage.setItem(KEY + name, JSON.stringify(value)); } catch (_error) { /* a browser that keeps nothing */ } }

  // A list comes anew with every change: what was chosen is put upon it again.
  J.build("[data-sieves]", function (bar) {
    var panel = bar.closest("[data-panel]"), name = panel ? panel.dataset.panel : "";
    var one = bar.querySelector("[data-sieve-alone]"), chips = Array.prototype.slice.call(bar.querySelectorAll("[data-sieve]"));
    var body = bar.parentNode, none = body.querySelector("[data-sieved-out]");
    var chosen = read(name) || { alone: "", on: [] };
    one.value = chosen.alone;
    if (one.selectedIndex < 0) one.value = "";
    chips.forEach(function (chip) { chip.setAttribute("aria-pressed", String(chosen.on.indexOf(chip.dataset.sieve) >= 0)); });
    function sift() {
      var wanted = chips.filter(function (chip) { return chip.getAttribute("aria-pressed") === "true"; }).map(function (chip) { return chip.dataset.sieve; });
      var lines = Array.prototype.slice.call(body.querySelectorAll(".lines > li")), left = 0;
      chosen = { alone: one.value, on: wanted };
      lines.forEach(function (line) {
        var marks = (line.dataset.marks || "").split(" ");
        line.hidden = !wanted.concat(one.value || []).every(function (mark) { return marks.indexOf(mark) >= 0; });
        if (!line.hidden) left += 1;
      });
      none.hidden = left > 0 || !lines.length;
    }
    one.addEventListener("change", function () { sift(); write(name, chosen); });
    chips.forEach(function (chip) {
      chip.addEventListener("click", function () {
        chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
        sift();
        write(name, chosen);
      });
    });
    sift();
  });

  // A browser lets a page sound only after somebody has touched it: until then the bell waits.
  var button = document.querySelector("[data-bell]"), known = null, sound = null;
  if (!button) return;
  var on = read("bell") === true;
  function ready() { return sound && sound.state === "running"; }
  function show() {
    button.setAttribute("aria-pressed", String(on));
    var state = !on ? "off" : ready() ? "on" : "waiting";
    button.querySelector("span").textContent = button.dataset[state];
    button.querySelectorAll(".icon").forEach(function (icon, n) { icon.toggleAttribute("hidden", n !== (on ? 0 : 1)); });
    button.dataset.state = state;
  }
  function wake() {
    if (!on || ready()) return Promise.resolve();
    var Sound = window.AudioContext || window.webkitAudioContext;
    if (!Sound) return Promise.resolve();
    sound = sound || new Sound();
    return sound.resume().then(show);
  }
  function beat(hertz, after) {
    var tone = sound.createOscillator(), loud = sound.createGain(), begin = sound.currentTime + after;
    tone.frequency.value = hertz;
    loud.gain.setValueAtTime(LOUD, begin);
    loud.gain.exponentialRampToValueAtTime(0.001, begin + BEAT_S);
    tone.connect(loud).connect(sound.destination);
    tone.start(begin);
    tone.stop(begin + BEAT_S);
  }
  function ring() {
    button.dataset.rung = Number(button.dataset.rung || 0) + 1;
    if (!ready()) return;
    [0, 2, 4].forEach(function (n) { beat(FIRST_HZ, n * BEAT_S); beat(SECOND_HZ, (n + 1) * BEAT_S); });
  }
  button.addEventListener("click", function () {
    on = !on;
    write("bell", on);
    show();
    // So that one hears that it is on, and how loud it is.
    wake().then(function () { if (on && ready()) beat(FIRST_HZ, 0); });
  });
  ["pointerdown", "keydown"].forEach(function (kind) { document.addEventListener(kind, wake, { passive: true }); });

  // What is there when the screen opens is not news.
  document.addEventListener("jiedao:panel", function () {
    var there = Array.prototype.map.call(document.querySelectorAll("[data-urgent]"), function (line) { return line.dataset.urgent; });
    var news = known && there.some(function (name) { return !known.has(name); });
    if (!known && !document.querySelector("[data-panel-body] [data-sieves]")) return;
    known = known || new Set();
    there.forEach(function (name) { known.add(name); });
    if (news && on) ring();
  });
  show();
})();
