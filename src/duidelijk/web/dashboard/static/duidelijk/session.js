/* Sessions: keeps what is typed, sends it again when the connection was gone, shows what is new.
   Without it every form and link does the same. */
"use strict";
(() => {
  const EVERY = 1000;
  const LATEST = 8000;
  const KEPT = 30 * 24 * 3600 * 1000;
  const store = {
    get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    put(key, value) {
      try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; }
    },
    drop(key) { try { localStorage.removeItem(key); } catch { /* nothing is kept then */ } },
    keys() { try { return Object.keys(localStorage); } catch { return []; } },
  };
  const lost = document.getElementById("verbinding");
  let out = false;
  const connected = (yes) => { if (lost && !out) lost.hidden = yes; };
  /* The way in was closed, or the page is too old: what is typed stays here, and that is told. */
  const shut = () => {
    out = true;
    if (lost) { lost.textContent = lost.dataset.out; lost.hidden = false; }
  };
  const ask = (url, options = {}) =>
    fetch(url, { redirect: "error", headers: { "X-Requested-With": "fetch" }, ...options });

  /* A device may be shared: what is kept on it is of one person, and shown to nobody else. */
  const BOX = "sessie-onderweg";
  const box = () => store.get(BOX) || [];
  const page = document.querySelector("[data-own]");
  const own = page ? page.dataset.own : "";
  const tidy = () => {
    const old = Date.now() - KEPT;
    for (const key of store.keys())
      if (key.startsWith("sessie-") && key !== BOX && !((store.get(key) || {}).at > old)) store.drop(key);
    if (box().some((each) => !(each.at > old))) store.put(BOX, box().filter((each) => each.at > old));
  };
  tidy();
  if (page && "forget" in page.dataset) {
    for (const key of store.keys()) if (key.includes(`-${own}-`)) store.drop(key);
    if (box().length) store.put(BOX, box().filter((each) => each.own !== own));
  }

  /* What somebody writes alone: kept on the server as they type, on this device until it is. */
  const alone = document.querySelector("form[data-keep]");
  const say = document.querySelector("form[data-send]");
  /* Words that only this device has, since another window went on or the round was over: shown, to
     be used after all, and never thrown away by itself. */
  const button = (label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "plain";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  };
  const use = (name, text) => {
    const into = alone ? alone.elements.namedItem(name) : say.elements.text;
    if (say) say.elements.said.value = name;
    into.value = into.value ? `${into.value}\n${text}` : text;
    into.dispatchEvent(new Event("input", { bubbles: true }));
    into.focus();
  };
  const alike = (text) => (text || "").normalize("NFC").replace(/\r\n?/g, "\n").trim();
  const otherWords = (key, fields, arrived) => {
    const place = document.getElementById("ander");
    const asked = (name) => place.querySelector(`[data-asks="${name}"]`);
    const there = (name) => [arrived[name], alone && asked(name) ? alone.elements.namedItem(name).value : ""].map(alike);
    const left = Object.entries(fields).filter(([name, text]) =>
      asked(name) && alike(text) && !there(name).includes(alike(text)));
    if (!left.length) { store.drop(key); return; }
    for (const [name, text] of left) {
      const done = () => {
        const { [name]: gone, ...rest } = store.get(key).fields;
        store.put(key, { ...store.get(key), fields: rest });
        row.remove();
        place.hidden = !place.querySelector("textarea");
      };
      const row = document.createElement("div");
      const copy = document.createElement("textarea");
      copy.readOnly = true;
      copy.rows = 4;
      copy.textContent = text;
      copy.setAttribute("aria-label", `${place.dataset.label}: ${asked(name).textContent}`);
      const acts = document.createElement("p");
      acts.className = "actions";
      if (alone || say) acts.append(button(place.dataset.use, () => { use(name, text); done(); }), " ");
      acts.append(button(place.dataset.drop, done));
      row.append(copy, acts);
      place.append(row);
    }
    place.hidden = false;
  };
  if (alone) {
    const told = document.getElementById("bewaard");
    const fields = () => Object.fromEntries(
      [...new FormData(alone)].filter(([name]) => !["csrfmiddlewaretoken", "based_on"].includes(name)));
    const fill = (kept) => {
      for (const [name, value] of Object.entries(kept)) {
        const field = alone.elements.namedItem(name);
        if (field) field.value = value;
      }
    };
    const based = alone.elements.based_on;
    const kept = store.get(alone.dataset.store);
    const going = kept && kept.based_on === based.value;
    if (going) fill(kept.fields);
    else if (kept && store.put(`${alone.dataset.store}-${kept.at}`, kept)) store.drop(alone.dataset.store);
    let sent = going ? "" : JSON.stringify(fields());
    let waiting = 0, busy = false, stopped = false;
    const keep = async () => {
      const now = JSON.stringify(fields());
      if (busy || stopped || now === sent) return;
      busy = true;
      try {
        const answer = await ask(alone.dataset.keep, { method: "POST", body: new FormData(alone) });
        if (answer.status === 403) { shut(); busy = false; return; }
        const said = await answer.json();
        if (answer.ok) {
          sent = now;
          based.value = said.revision;
          store.drop(alone.dataset.store);
          told.textContent = `${told.dataset.kept} ${new Date().toTimeString().slice(0, 5)}`;
          connected(true);
        } else if (said.problem) {
          stopped = true;
          told.textContent = said.problem;
        }
      } catch {
        told.textContent = told.dataset.here;
        connected(false);
      }
      busy = false;
      if (JSON.stringify(fields()) !== sent && !stopped) later();
    };
    const here = () => store.put(alone.dataset.store, { at: Date.now(), based_on: based.value, fields: fields() });
    const later = () => { clearTimeout(waiting); waiting = setTimeout(keep, 800); };
    const typed = () => {
      here();
      later();
    };
    alone.addEventListener("input", typed);
    alone.addEventListener("change", typed);
    alone.addEventListener("submit", () => {
      clearTimeout(waiting);
      stopped = true;
      here();
    });
    document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
    addEventListener("online", keep);
    addEventListener("pageshow", () => { stopped = false; });
    if (going) later();
  }
  const words = document.getElementById("aangekomen");
  if (words) {
    const arrived = JSON.parse(words.textContent);
    const of = `sessie-${page.dataset.session}-${own}-${page.dataset.item}-`;
    for (const key of store.keys()) {
      const round = key.startsWith(of) ? key.slice(of.length).split("-")[0] : "";
      if (round in arrived && !(alone && alone.dataset.store === key)) otherWords(key, store.get(key).fields, arrived[round]);
    }
  }
  /* On the start page: what was typed here and did not arrive. */
  for (const row of document.querySelectorAll("[data-revision]")) {
    const kept = store.get(`sessie-${page.dataset.session}-${own}-${row.dataset.item}-${row.dataset.round}`);
    row.querySelector("[data-unsent]").hidden = !(kept && kept.based_on === row.dataset.revision);
  }

  /* What is put before others goes in a box first, and leaves it when the server has it. */
  const list = document.getElementById("onderweg");
  const showBox = () => {
    if (!list) return;
    const waiting = box().filter((each) => each.own === own && each.page === location.pathname && each.text);
    list.replaceChildren(...waiting.map((each) => {
      const row = document.createElement("li");
      const text = document.createElement("p");
      text.className = "typed";
      text.textContent = each.text;
      const state = document.createElement("p");
      state.className = each.problem ? "wrong" : "by";
      state.textContent = each.problem || list.dataset.sending;
      row.append(text, state);
      return row;
    }));
  };
  let sending = false;
  const send = async () => {
    if (sending) return;
    sending = true;
    for (const each of box()) {
      if (each.problem || each.own !== own) continue;
      const form = document.querySelector("input[name=csrfmiddlewaretoken]");
      if (!form) break;
      const body = new FormData();
      for (const [name, value] of Object.entries(each.fields)) body.append(name, value);
      body.set("csrfmiddlewaretoken", form.value);
      let keep = false, problem = "";
      try {
        const answer = await ask(each.url, { method: "POST", body });
        if (!answer.ok) {
          keep = true;
          if (answer.status === 403) { shut(); break; }
          if (answer.status >= 500) break;
          problem = (await answer.json()).problem || String(answer.status);
        }
        connected(true);
      } catch {
        connected(false);
        break;
      }
      const rest = box().filter((one) => one.id !== each.id);
      store.put(BOX, keep ? [...rest, { ...each, problem }] : rest);
      showBox();
      look();
    }
    sending = false;
  };
  const put = (entry) => {
    const kept = store.put(BOX, [...box(), { id: `${Date.now()}-${Math.random()}`, at: Date.now(), own, page: location.pathname, ...entry }]);
    if (kept) { showBox(); send(); }
    return kept;
  };
  const fresh = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
  if (say) {
    const kept = store.get(say.dataset.store);
    if (kept && !say.elements.text.value) say.elements.text.value = kept.text;
    say.addEventListener("input", () => store.put(say.dataset.store, { at: Date.now(), text: say.elements.text.value }));
    say.addEventListener("submit", (event) => {
      const text = say.elements.text.value.trim();
      if (!text) return;
      const fields = Object.fromEntries(new FormData(say));
      delete fields.csrfmiddlewaretoken;
      if (!put({ url: say.action, fields, text })) return;
      event.preventDefault();
      say.elements.text.value = "";
      say.elements.detail.value = "";
      say.elements.token.value = fresh();
      store.drop(say.dataset.store);
      say.elements.text.focus();
    });
  }
  const stand = (chosen) => {
    const reading = chosen.name.slice("stance-".length);
    const fields = { [chosen.name]: chosen.value, reason: document.getElementById(`reden-${reading}`).value };
    if (!put({ url: chosen.formAction, fields, text: "" })) return false;
    press(reading, chosen.value);
    return true;
  };
  const weigh = document.querySelector("form[data-weigh]");
  if (weigh) {
    weigh.addEventListener("submit", (event) => {
      if (event.submitter && stand(event.submitter)) event.preventDefault();
    });
    // why, written after the choice was made
    document.addEventListener("change", (event) => {
      const of = event.target.closest(".weigh[data-reading]");
      const chosen = of && of.querySelector("button[aria-pressed=true]");
      if (chosen) stand(chosen);
    });
  }

  /* What is new, and what of it is one's own. */
  const live = page && "live" in page.dataset;
  const talk = document.getElementById("gesprek");
  const press = (reading, stance) => {
    for (const each of document.querySelectorAll(`[data-reading="${reading}"] button`))
      each.setAttribute("aria-pressed", String(each.value === stance));
  };
  const mark = (of) => {
    for (const key of of.statements)
      for (const row of document.querySelectorAll(`[data-statement="${key}"] .own`)) row.hidden = false;
    for (const [reading, stance] of Object.entries(of.stances)) {
      press(reading, stance);
      const reason = document.getElementById(`reden-${reading}`);
      const kept = of.reasons[reading];
      // what the server has is no unsaved text
      if (reason && document.activeElement !== reason && ["", kept].includes(reason.value)) reason.value = reason.defaultValue = kept;
    }
  };
  const swap = (into, html) => {
    const focused = into.contains(document.activeElement) ? document.activeElement : null;
    const typed = [...into.querySelectorAll("input:not([type=hidden]), textarea")].map((each) => [each.id, each.value]);
    const open = [...into.querySelectorAll("details[open]")].map((each) => each.closest("[id]")?.id);
    const at = focused && "selectionStart" in focused ? focused.selectionStart : null;
    into.innerHTML = html;
    for (const [id, value] of typed) { const field = id && document.getElementById(id); if (field) field.value = value; }
    for (const id of open) document.getElementById(id)?.querySelector("details")?.setAttribute("open", "");
    const again = focused && focused.id && document.getElementById(focused.id);
    if (again) { again.focus({ preventScroll: true }); if (at !== null) again.setSelectionRange(at, at); }
  };
  const mine = document.getElementById("van-u");
  if (mine) mark(JSON.parse(mine.textContent));
  let wait = EVERY, looking = false, timer = 0;
  const look = async () => {
    if (!live || looking) return;
    clearTimeout(timer);
    looking = true;
    try {
      const item = page.dataset.item ? `&punt=${page.dataset.item}` : "";
      const answer = await ask(`${page.dataset.live}?na=${page.dataset.version}${item}`);
      if (answer.status === 403) { shut(); return; }
      if (answer.status === 200) heard(await answer.json());
      if (answer.ok) { connected(true); wait = EVERY; if (box().some((each) => !each.problem && each.own === own)) send(); }
    } catch {
      connected(false);
      wait = Math.min(wait * 1.5, LATEST);
    }
    looking = false;
    timer = setTimeout(look, document.hidden ? LATEST : wait * (0.9 + Math.random() * 0.2));
  };
  const heard = (news) => {
    page.dataset.version = news.version;
    if (news.phase !== page.dataset.phase) {
      const busy = [...document.querySelectorAll("textarea")].some((each) => each.value !== each.defaultValue);
      if (!busy && !alone) { location.reload(); return; }
      document.getElementById("verder").hidden = false;
    }
    const now = document.getElementById("nu");
    if (now && news.shown && news.shown.url !== location.pathname) {
      const link = document.createElement("a");
      link.href = news.shown.url;
      link.textContent = news.shown.title;
      now.replaceChildren(`${page.dataset.looks} `, link);
      now.hidden = false;
    } else if (now) now.hidden = true;
    if (talk && news.talk) swap(talk, news.talk);
    if (news.own) mark(news.own);
  };
  if (live) {
    showBox();
    send();
    timer = setTimeout(look, EVERY);
    addEventListener("online", look);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  }

  /* What whoever leads should know before going on: the page is shown anew, unless they chose. */
  const ticked = () => document.querySelector(".go input:checked") !== null;
  const desk = document.querySelector("[data-desk]");
  if (desk) setInterval(async () => {
    try {
      const answer = await ask(`${desk.dataset.desk}?na=${desk.dataset.version}`);
      const busy = ticked() || document.activeElement !== document.body;
      if (answer.status === 200 && !busy) location.reload();
    } catch { /* the next time, then */ }
  }, 4 * EVERY);

  /* The screen in the room. */
  const room = document.querySelector("[data-room]");
  if (room) {
    const clock = document.getElementById("klok");
    let until = clock.dataset.left ? Date.now() + Number(clock.dataset.left) * 1000 : 0;
    const tick = () => {
      if (!until) { clock.textContent = ""; clock.classList.remove("over"); return; }
      const left = Math.max(0, Math.round((until - Date.now()) / 1000));
      clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      clock.classList.toggle("over", left === 0);
    };
    setInterval(tick, 500);
    // what is said of going on is made by the server; a wall that keeps loading anew cannot be read
    const STEPPING = ["alone", "again", "concluding"], CALM = 20 * EVERY, loaded = Date.now();
    let turn = 0, stale = false;
    const watch = async () => {
      turn += 1;
      try {
        const mix = turn % 15 === 0 ? "&mix=1" : "";
        const answer = await ask(`${room.dataset.room}?na=${room.dataset.version}${mix}`);
        if (answer.status === 200) {
          const news = await answer.json();
          stale ||= STEPPING.includes(news.phase) && news.version !== Number(room.dataset.version);
          const anew = stale && !ticked() && Date.now() - loaded > CALM;
          if (news.phase !== room.dataset.phase || String(news.showing ?? "") !== room.dataset.showing || anew) { location.reload(); return; }
          room.dataset.version = news.version;
          swap(document.getElementById("zaalgesprek"), news.talk);
          document.getElementById("aanwezig").innerHTML = news.side;
          until = news.timer ? Date.now() + news.timer.left * 1000 : until && until < Date.now() ? until : 0;
        }
        connected(true);
      } catch { connected(false); }
      setTimeout(watch, EVERY);
    };
    setTimeout(watch, EVERY);
  }
})();
