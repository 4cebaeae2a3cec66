// Pictures: made smaller before they travel, shown while they do, and looked at large.
(function () {
  "use strict";
  var J = window.Jiedao;
  var LONGEST = 2000, KEEP_BELOW = 1500000, QUALITY = 0.86;
  // What was chosen survives a form that comes back with an error.
  var chosen = {};

  function shrink(file) {
    return createImageBitmap(file, { imageOrientation: "from-image" }).then(function (bitmap) {
      var scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
      if (scale === 1 && file.size < KEEP_BELOW && /jpe?g|png|webp/.test(file.type)) return file;
      var canvas = document.createElement("canvas");
      canvas.width = Math.round(bitmap.width * scale);
      canvas.height = Math.round(bitmap.height * scale);
      canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      bitmap.close();
      return new Promise(function (done) {
        canvas.toBlob(function (blob) {
          done(blob ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file);
        }, "image/jpeg", QUALITY);
      });
    });
  }

  J.build("[data-photos]", function (box) {
    var input = box.querySelector("input[type=file]");
    var add = box.querySelector(".upload-add");
    var most = Number(box.dataset.photos) || 9;
    var any = box.hasAttribute("data-any");
    var files = (chosen[input.id] = chosen[input.id] || []);
    if (!window.DataTransfer || !window.createImageBitmap) return;

    function give() {
      var transfer = new DataTransfer();
      files.forEach(function (file) { transfer.items.add(file); });
      input.files = transfer.files;
      add.hidden = files.length >= most;
    }
    function show(file) {
      var tile = J.element("div", "upload");
      var remove = J.element("button");
      remove.type = "button";
      remove.setAttribute("aria-label", J.say("photo_remove") + " " + file.name);
      remove.appendChild(J.icon("x"));
      remove.addEventListener("click", function () {
        files.splice(files.indexOf(file), 1);
        tile.remove();
        give();
      });
      if (/^image\//.test(file.type)) {
        var image = document.createElement("img");
        image.alt = file.name;
        image.src = URL.createObjectURL(file);
        image.onload = function () { URL.revokeObjectURL(image.src); };
        tile.appendChild(image);
      } else {
        tile.appendChild(J.element("span", "pad meta", file.name));
      }
      tile.appendChild(remove);
      box.insertBefore(tile, add);
    }
    function refuse(file) {
      var tile = J.element("div", "upload upload-failed");
      tile.appendChild(J.element("span", "upload-why", file.name + "：" + J.say("photo_not")));
      box.insertBefore(tile, add);
      setTimeout(function () { tile.remove(); }, 8000);
    }
    function take(list) {
      var room = most - files.length;
      if (list.length > room) J.toast(J.say("photo_many", most), "amber");
      // One after another: nine large pictures at once are too many for a cheap phone.
      return Array.prototype.slice.call(list, 0, Math.max(room, 0)).reduce(function (before, file) {
        return before.then(function () {
          var ready = any && !/^image\//.test(file.type) ? Promise.resolve(file) : shrink(file);
          return ready.then(function (small) { files.push(small); show(small); }, function () { refuse(file); });
        });
      }, Promise.resolve()).then(give);
    }
    input.addEventListener("change", function () {
      var list = Array.prototype.slice.call(input.files);
      give();
      // Until they are made smaller the box is empty, though something was chosen.
      box.dataset.taking = "";
      take(list).then(function () { delete box.dataset.taking; });
    });
    box.addEventListener("dragover", function (event) { event.preventDefault(); });
    box.addEventListener("drop", function (event) { event.preventDefault(); take(event.dataTransfer.files); });
    files.forEach(show);
    give();
    // They are here still: nobody need choose them anew.
    var lost = box.parentNode.querySelector("[data-lost]");
    if (lost && files.length) lost.remove();
    var form = input.form;
    if (form) form.addEventListener("reset", function () {
      files.length = 0;
      J.each(box, ".upload", function (tile) { tile.remove(); });
      setTimeout(give);
    });
  });

  document.addEventListener("htmx:xhr:progress", function (event) {
    var form = event.target;
    var place = form.querySelector && form.querySelector("[data-sending]");
    if (!place || !event.detail.lengthComputable) return;
    var percent = Math.round((100 * event.detail.loaded) / event.detail.total);
    place.textContent = percent < 100 ? J.say("sending", percent + " %") : "";
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    var place = event.target.querySelector && event.target.querySelector("[data-sending]");
    if (place) place.textContent = "";
    // What was taken in is not chosen again when such a form is opened next.
    var form = event.target, status = event.detail.xhr ? event.detail.xhr.status : 0;
    if (form.matches && form.matches("form") && status >= 200 && status < 300) {
      J.each(form, "input[type=file]", function (input) { delete chosen[input.id]; });
    }
  });

  // Lightbox: arrows, Esc, caption and time.
  function open(strip, at) {
    var links = Array.prototype.slice.call(strip.querySelectorAll("a[data-photo]"));
    var dialog = J.element("dialog", "lightbox");
    var head = J.element("header");
    var image = document.createElement("img");
    var foot = J.element("footer");
    var place = J.element("span");
    function button(icon, label, act) {
      var made = J.element("button", "btn btn-icon");
      made.type = "button";
      made.setAttribute("aria-label", label);
      made.appendChild(J.icon(icon));
      made.addEventListener("click", act);
      return made;
    }
    function turn(step) {
      at = (at + step + links.length) % links.length;
      image.src = links[at].href;
      image.alt = links[at].dataset.photo;
      place.textContent = at + 1 + " / " + links.length;
      foot.textContent = links[at].dataset.photo;
    }
    head.appendChild(place);
    head.appendChild(J.element("span", "grow"));
    if (links.length > 1) {
      head.appendChild(button("chevron-left", "←", function () { turn(-1); }));
      head.appendChild(button("chevron-right", "→", function () { turn(1); }));
    }
    head.appendChild(button("x", J.say("close"), function () { dialog.close(); }));
    dialog.append(head, image, foot);
    dialog.addEventListener("keydown", function (event) {
      if (event.key === "ArrowLeft") turn(-1);
      if (event.key === "ArrowRight") turn(1);
    });
    dialog.addEventListener("close", function () { dialog.remove(); links[at].focus(); });
    document.body.appendChild(dialog);
    turn(0);
    dialog.showModal();
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[data-photo]");
    if (!link || event.ctrlKey || event.metaKey || !window.HTMLDialogElement) return;
    var strip = link.closest(".photos");
    event.preventDefault();
    open(strip, Array.prototype.indexOf.call(strip.querySelectorAll("a[data-photo]"), link));
  });
})();
