// The page: four people's Telegrams side by side, one at a time on a phone.

import { act } from './api.js';
import { Column } from './column.js';
import { h } from './dom.js';
import { connect } from './events.js';
import { faultMenu } from './faults.js';
import { openMenu, toast } from './popups.js';
import { Store } from './state.js';

const store = new Store();
const columns = new Map(); // by person
const board = document.getElementById('board');
const tabs = document.getElementById('tabs');
const offline = document.getElementById('offline');

store.addEventListener('people', () => {
  for (const person of store.people) {
    const column = new Column(store, person, { onDeepLink });
    columns.set(person.id, column);
    board.append(column.host);
    tabs.append(tab(person));
  }
  const asked = Number(location.hash.slice(1));
  select(columns.has(asked) ? asked : store.people[0]?.id);
});
store.addEventListener('chat', ({ detail }) => {
  for (const [person, column] of columns) {
    const talk = column.talk(detail.id);
    if (!talk) continue;
    if (detail.reset) talk.presses.reset();
    if (detail.raise) talk.composer.raiseKeyboard();
    column.draw();
    drawBadge(person);
  }
});
store.addEventListener('seen', ({ detail }) => drawBadge(detail.person));
store.addEventListener('answer', ({ detail }) => {
  for (const talk of columns.get(detail.person)?.talks ?? []) talk.presses.answer(detail);
});
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') for (const column of columns.values()) column.shown();
});
document.getElementById('faults').addEventListener('click', (event) => faultMenu(event.currentTarget));

connect(store, (connected) => { offline.hidden = connected; });

function tab(person) {
  return h('button', {
    type: 'button', role: 'tab', class: 'tab', id: `tab-${person.id}`, 'aria-controls': `column-${person.id}`, dataset: { tab: person.id },
    onClick: () => select(person.id), onKeydown: (event) => moveTab(event, person),
  },
  h('span', { class: `avatar avatar-${person.colour}`, 'aria-hidden': 'true' }, person.name.slice(0, 1)),
  h('span', { class: 'tab-name' }, person.first_name),
  h('span', { class: 'badge', hidden: true }));
}

function moveTab(event, person) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const at = store.people.indexOf(person) + step;
  const next = store.people[(at + store.people.length) % store.people.length];
  select(next.id);
  document.getElementById(`tab-${next.id}`).focus();
}

function select(id) {
  if (!columns.has(id)) return;
  for (const [person, column] of columns) {
    column.host.classList.toggle('selected', person === id);
    const button = document.getElementById(`tab-${person}`);
    button.setAttribute('aria-selected', String(person === id));
    button.tabIndex = person === id ? 0 : -1;
  }
  history.replaceState(null, '', `#${id}`); // a reload comes back to the same person
  columns.get(id).shown();
}

function drawBadge(id) {
  const badge = tabs.querySelector(`[data-tab="${id}"] .badge`);
  const unread = columns.get(id)?.unread ?? 0;
  columns.get(id)?.drawSwitch();
  badge.textContent = unread;
  badge.hidden = unread === 0;
}

/** A link to the bot with a start parameter, an invitation for one, is opened as one of the people. */
function onDeepLink(parameter, from) {
  openMenu(from.composer.element, store.people.map((person) => ({
    label: `Открыть как ${person.name}`, icon: 'contact',
    onClick: async () => {
      try {
        await act(person.id, 'messages', { text: parameter ? `/start ${parameter}` : '/start' });
        select(person.id);
      } catch (error) {
        toast(document.body, error.message);
      }
    },
  })), { label: 'Кто откроет ссылку' });
}
