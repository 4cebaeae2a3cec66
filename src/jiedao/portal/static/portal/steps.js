// One step at a time; without this script all three stand on one page and are sent just the same.
(function () {
  "use strict";
  var J = window.Jiedao;

  J.build("form[data-steps]", function (form) {
    var steps = Array.prototype.slice.call(form.querySelectorAll("[data-step]"));
    var list = form.querySelector("[data-steps-list]");
    var marks = Array.prototype.slice.call(list.children);

    function show(at, quietly) {
      steps.forEach(function (step, n) { step.classList.toggle("now", n === at); });
      marks.forEach(function (mark, n) {
        mark.classList.toggle("done", n < at);
        if (n === at) mark.setAttribute("aria-current", "step"); else mark.removeAttribute("aria-current");
      });
      if (quietly) return;
      // Whoever has something to ask at this step asks now.
      steps[at].dispatchEvent(new CustomEvent("shown"));
      form.scrollIntoView({ block: "start" });
      var field = steps[at].querySelector("textarea, input:not([type=hidden]):not([type=file])");
      if (field && matchMedia("(hover: hover)").matches) field.focus({ preventScroll: true });
    }
    function now() { return steps.findIndex(function (step) { return step.classList.contains("now"); }); }

    function filled(field) {
      if (field.type !== "file") return Boolean(field.value.trim());
      return field.files.length > 0 || field.closest("[data-photos]").hasAttribute("data-taking");
    }
    // The sentence stands at the field and goes as soon as one fills it in.
    function complain(field, text) {
      var box = field.closest(".field"), id = field.id + "-error";
      var error = box.querySelector(".field-error") || box.appendChild(J.element("span", "field-error"));
      error.id = id;
      error.textContent = "";
      error.appendChild(J.icon("tone-red", "mark tone-red"));
      error.appendChild(J.element("span", "", text));
      error.setAttribute("role", "alert");
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-errormessage", id);
      field.focus();
    }
    function content(step) {
      J.each(step, "[aria-invalid]", function (field) {
        field.removeAttribute("aria-invalid");
        var error = document.getElementById(field.id + "-error");
        if (error) error.remove();
      });
    }
    // Whether the step has one of what it needs; the server asks for the same.
    function may(step) {
      if (!step.dataset.needs) return true;
      var fields = step.dataset.needs.split(" ").map(function (name) { return form.elements[name]; });
      if (fields.some(filled)) return true;
      complain(fields[0], step.dataset.says);
      return false;
    }
    function next() {
      if (!may(steps[now()])) return false;
      content(steps[now()]);
      show(now() + 1);
      return true;
    }

    steps.forEach(function (step) {
      ["input", "change"].forEach(function (name) {
        step.addEventListener(name, function () { content(step); });
      });
    });
    form.classList.add("stepping");
    list.hidden = false;
    J.each(form, "[data-step-next], [data-step-back]", function (button) { button.hidden = false; });
    J.each(form, "[data-step-next]", function (button) {
      button.addEventListener("click", function () { if (next()) history.pushState({ step: now() }, ""); });
    });
    J.each(form, "[data-step-back]", function (button) {
      button.addEventListener("click", function () { show(now() - 1); });
    });
    // The phone's own back key goes back one step, not out of the form.
    window.addEventListener("popstate", function () {
      if (document.contains(form) && now() > 0) show(now() - 1);
    });
    // Enter in a box goes on instead of sending a form that is only half seen.
    form.addEventListener("keydown", function (event) {
      if (event.key !== "Enter" || event.defaultPrevented || event.target.tagName !== "INPUT" || now() === steps.length - 1) return;
      event.preventDefault();
      next();
    });
    var wrong = steps.findIndex(function (step) { return step.querySelector(".field-error"); });
    show(form.hasAttribute("data-refused") ? (wrong < 0 ? steps.length - 1 : wrong) : 0, true);
  });
})();
