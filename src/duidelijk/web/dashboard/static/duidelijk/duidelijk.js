/* Makes reading easier where there is JavaScript: tooltips, arrow keys in charts and maps, terms
   explained in place, reading aloud. Nothing on the pages depends on it. */
"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const READABLE = ".chart :is(circle, path, rect), .tile, .facet";

  /* one tooltip for every chart and map; charts say the same by arrow keys */
  const tip = Object.assign(document.createElement("div"), { className: "tip", hidden: true });
  tip.setAttribute("aria-hidden", "true");
  const said = Object.assign(document.createElement("div"), { className: "away" });
  said.setAttribute("aria-live", "polite");

  const reading = (element) => {
    const title = element.querySelector(":scope > title");
    if (title && !("reading" in element.dataset)) {
      // the browser's own tooltip would come on top of ours; a name for screen readers stays
      element.dataset.reading = title.textContent;
      if (element.hasAttribute("aria-label")) title.remove();
      else title.textContent = "";
    }
    return element.dataset.reading;
  };
  const show = (element) => {
    const words = reading(element);
    if (!words) return;
    const box = element.getBoundingClientRect();
    tip.textContent = words;
    tip.hidden = false;
    const left = box.left + box.width / 2 - tip.offsetWidth / 2;
    const most = document.documentElement.clientWidth - tip.offsetWidth - 8;
    tip.style.left = `${Math.max(8, Math.min(left, most)) + scrollX}px`;
    const above = box.top - tip.offsetHeight - 8;
    tip.style.top = `${(above > 0 ? above : box.bottom + 8) + scrollY}px`;
  };
  const hide = () => { tip.hidden = true; };

  /* a chart is one stop for the keyboard: left and right along a line, up and down to another */
  const walk = (chart, [along, across]) => {
    const lines = all(".series", chart)
      .map((each) => all(":is(circle, .carried)", each))
      .filter((each) => each.length);
    if (!lines.length) return;
    let line = lines.findIndex((each) => each.some((point) => point.classList.contains("at")));
    const now = line < 0 ? -1 : lines[line].findIndex((point) => point.classList.contains("at"));
    line = Math.max(0, Math.min(lines.length - 1, line < 0 ? 0 : line + across));
    const last = lines[line].length - 1;
    const next = now < 0 ? last : Math.max(0, Math.min(last, now + along));
    all(".at", chart).forEach((each) => each.classList.remove("at"));
    const point = lines[line][next];
    point.classList.add("at");
    show(point);
    const name = point.closest(".series").dataset.name;
    said.textContent = name ? `${name}. ${tip.textContent}` : tip.textContent;
  };

  /* on a map the arrow keys go to the nearest area that way; Tab leaves the map */
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const middle = (element) => {
    const box = element.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  };
  const travel = (from, [dx, dy]) => {
    const [x, y] = middle(from);
    let best = null;
    for (const each of all(":is(.tile, .facet)", from.ownerSVGElement)) {
      const [ex, ey] = middle(each);
      const along = (ex - x) * dx + (ey - y) * dy;
      const aside = Math.abs((ex - x) * dy) + Math.abs((ey - y) * dx);
      if (along > 1 && aside <= along * 2) {
        const far = along + 2 * aside;
        if (!best || far < best.far) best = { each, far };
      }
    }
    return best && best.each;
  };

  /* terms are explained where they stand; without JavaScript they are links to the glossary */
  let open = null;
  const close = () => {
    if (open) { open.box.remove(); open.link.setAttribute("aria-expanded", "false"); }
    open = null;
  };
  const explain = (link) => {
    const same = open && open.link === link;
    close();
    if (same) return;
    const box = Object.assign(document.createElement("span"), { className: "meaning" });
    box.append(link.dataset.meaning, " ");
    const more = Object.assign(document.createElement("a"), {
      href: link.href, textContent: document.body.dataset.glossary,
    });
    box.append(more);
    link.after(box);
    said.textContent = link.dataset.meaning;
    link.setAttribute("aria-expanded", "true");
    open = { link, box };
  };

  /* long lists and tables are narrowed to what holds the words typed */
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const narrow = (field) => {
    const wanted = plain(field.value).split(/\s+/).filter(Boolean);
    const listed = all(field.dataset.narrows);
    listed.forEach((each) => {
      const named = each.localName === "tr" ? each.firstElementChild : each;
      const held = plain(`${named.textContent} ${each.dataset.also || ""}`);
      each.hidden = !wanted.every((word) => held.includes(word));
    });
    // a heading without anything under it tells nothing
    new Set(listed.map((each) => each.closest("section"))).forEach((section) => {
      if (!section || section.contains(field)) return;
      section.hidden = all(field.dataset.narrows, section).every((each) => each.hidden);
    });
    all("[data-none]").forEach((each) => { each.hidden = listed.some((one) => !one.hidden); });
  };

  const speak = (button) => {
    const voice = window.speechSynthesis;
    if (voice.speaking) { voice.cancel(); return; }
    const words = document.getElementById(button.dataset.read).innerText;
    const speech = new SpeechSynthesisUtterance(words);
    speech.lang = document.documentElement.lang === "en" ? "en-GB" : "nl-NL";
    const start = button.textContent;
    button.textContent = button.dataset.stop;
    speech.onend = speech.onerror = () => { button.textContent = start; };
    voice.speak(speech);
  };

  const copy = (button) => {
    const from = document.getElementById(button.dataset.copy);
    navigator.clipboard.writeText(from.value || from.textContent).then(() => {
      said.textContent = button.dataset.done;
      button.textContent = button.dataset.done;
    });
  };

  /* what a page needs once it is there, or has been switched in place */
  const prepare = () => {
    if (!tip.isConnected) document.body.append(tip, said);
    all("svg.chart").forEach((chart) => {
      chart.tabIndex = 0;
      chart.addEventListener("blur", hide);
    });
    all("svg:is(.tiles, .facets)").forEach((map) => {
      all("a", map).forEach((each, at) => { each.setAttribute("tabindex", at ? "-1" : "0"); });
    });
    all("a.term").forEach((link) => link.setAttribute("aria-expanded", "false"));
    if ("speechSynthesis" in window) all("[data-read]").forEach((each) => { each.hidden = false; });
    // what is chosen may lie outside a row that scrolls sideways
    all(":is(.switch, .timeline) [aria-current]").forEach((each) => {
      const row = each.closest("ul, .timeline");
      row.scrollLeft = each.offsetLeft - row.offsetLeft - (row.clientWidth - each.offsetWidth) / 2;
    });
    all(".filter").forEach((each) => { each.hidden = false; });
    // where no program can search, the words that were asked for narrow the list of everything
    all("[data-asked]").forEach((field) => {
      field.value = new URLSearchParams(location.search).get(field.dataset.asked) || "";
      narrow(field);
    });
    if (navigator.clipboard) all("[data-copy]").forEach((each) => { each.hidden = false; });
  };

  document.addEventListener("pointerover", (event) => {
    const element = event.target.closest && event.target.closest(READABLE);
    if (element && reading(element)) show(element); else hide();
    const line = event.target.closest && event.target.closest("[data-series]");
    all("svg .series, svg .name").forEach((each) => {
      const own = !line || each.classList.contains(`series-${line.dataset.series}`)
        || each.classList.contains(`name-${line.dataset.series}`);
      each.classList.toggle("faded", !own);
    });
  });
  document.addEventListener("input", (event) => {
    if (event.target.dataset.narrows) narrow(event.target);
  });
  document.addEventListener("focusin", (event) => {
    const area = event.target.closest(".tile, .facet");
    if (area) show(area); else hide();
  });
  document.addEventListener("keydown", (event) => {
    const way = WAYS[event.key];
    const target = event.target;
    if (event.key === "Escape") { hide(); if (open) { open.link.focus(); close(); } }
    if (!way || event.altKey || event.ctrlKey || event.metaKey) return;
    if (target.matches("svg.chart") && (way[0] || all(".series", target).length > 1)) {
      walk(target, way);
    } else if (target.matches(".tile, .facet")) {
      const next = travel(target, way);
      if (next) {
        target.setAttribute("tabindex", "-1");
        next.setAttribute("tabindex", "0");
        next.focus();
      }
    } else if (way[0] && target.matches(".timeline a")) {
      const links = all(".timeline a");
      const next = links[links.indexOf(target) + way[0]];
      if (next) next.focus();
    } else return;
    event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const term = event.target.closest("a.term");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button;
    if (term && !elsewhere) { event.preventDefault(); explain(term); return; }
    if (open && !open.box.contains(event.target)) close();
    const reader = event.target.closest("[data-read]");
    if (reader) speak(reader);
    const copier = event.target.closest("[data-copy]");
    if (copier) copy(copier);
  });
  // the menu of a narrow screen must not stay over what has the keyboard
  document.addEventListener("focusout", (event) => {
    const menu = event.target.closest("#menu:popover-open");
    if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) menu.hidePopover();
  });
  document.addEventListener("DOMContentLoaded", prepare);
  // switching in place is for who goes somewhere: before that, links are links
  const switchInPlace = () => {
    if (!document.querySelector("[hx-boost], [hx-get]")) return;
    const script = document.createElement("script");
    script.src = document.body.dataset.htmx;
    script.onload = () => { document.documentElement.dataset.switching = "ready"; };
    document.head.append(script);
  };
  let asked = false;
  ["pointermove", "focusin", "touchstart"].forEach((kind) => {
    document.addEventListener(kind, () => {
      if (asked) return;
      asked = true;
      // htmx only starts by itself in a page that is complete
      if (document.readyState === "complete") switchInPlace();
      else addEventListener("load", switchInPlace, { once: true });
    }, { once: true, passive: true });
  });
  document.addEventListener("htmx:afterSettle", prepare);
})();
