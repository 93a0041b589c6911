// What opens above the page: menus, dialogs, notices.

import { h, icon } from './dom.js';

let closeOpenMenu = () => {};

/**
 * Opens a menu near an element or a point. Items are {label, icon, hint, danger, onClick}. Arrow keys move, Escape
 * closes and gives the focus back.
 */
export function openMenu(anchor, items, { label = 'Меню', at } = {}) {
  closeOpenMenu();
  const before = document.activeElement;
  const close = () => {
    menu.remove();
    document.removeEventListener('pointerdown', outside, true);
    window.removeEventListener('resize', close);
    closeOpenMenu = () => {};
    anchor.setAttribute?.('aria-expanded', 'false');
  };
  const outside = (event) => {
    if (!menu.contains(event.target)) close();
  };
  const menu = h('div', { class: 'menu', role: 'menu', 'aria-label': label, onKeydown: (event) => moveFocus(event, menu, () => { close(); before?.focus?.(); }) },
    items.map((item) => h('button', {
      type: 'button', role: 'menuitem', class: item.danger ? 'danger' : '',
      onClick: () => { close(); item.onClick(); },
    }, item.icon && icon(item.icon), h('span', { class: 'menu-label' }, item.label), item.hint && h('span', { class: 'menu-hint' }, item.hint))));
  document.body.append(menu);
  place(menu, anchor, at);
  document.addEventListener('pointerdown', outside, true);
  window.addEventListener('resize', close);
  closeOpenMenu = close;
  anchor.setAttribute?.('aria-expanded', 'true');
  menu.querySelector('button')?.focus();
}

function moveFocus(event, menu, escape) {
  const buttons = [...menu.querySelectorAll('button')];
  const now = buttons.indexOf(document.activeElement);
  const go = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (go !== undefined) {
    event.preventDefault();
    buttons[(go + buttons.length) % buttons.length].focus();
  }
  if (event.key === 'Escape' || event.key === 'Tab') {
    event.preventDefault();
    escape();
  }
}

/** Keeps the menu on the screen: below the anchor if it fits, else above. */
function place(menu, anchor, at) {
  const box = anchor.getBoundingClientRect();
  const x = at?.x ?? box.left;
  const below = at?.y ?? box.bottom + 6;
  const above = (at?.y ?? box.top) - menu.offsetHeight - 6;
  const fits = below + menu.offsetHeight < window.innerHeight - 8;
  menu.style.left = `${Math.max(8, Math.min(x, window.innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = `${fits ? below : Math.max(8, above)}px`;
}

/**
 * Shows a dialog inside a host element (a person's chat, or the page) and resolves with the value of the pressed
 * button, null when dismissed. `body` may hold form fields.
 */
export function dialog(host, { title, body, buttons, testid = 'dialog' }) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const finish = (value) => {
      backdrop.remove();
      before?.focus?.({ preventScroll: true });
      resolve(value);
    };
    const form = h('form', {
      class: 'dialog', role: 'dialog', 'aria-modal': 'true', 'aria-label': title, dataset: { testid },
      onSubmit: (event) => { event.preventDefault(); finish(buttons.at(-1).value); },
      onKeydown: (event) => { if (event.key === 'Escape') { event.stopPropagation(); finish(null); } else keepFocus(event, form); },
    },
    title && h('h2', {}, title),
    h('div', { class: 'dialog-body' }, body),
    h('div', { class: 'dialog-buttons' }, buttons.map((button, index) => h('button', {
      type: index === buttons.length - 1 ? 'submit' : 'button',
      class: button.danger ? 'danger' : '',
      onClick: index === buttons.length - 1 ? undefined : () => finish(button.value),
    }, button.label))));
    const backdrop = h('div', { class: 'backdrop', onPointerdown: (event) => { if (event.target === backdrop) finish(null); } }, form);
    host.append(backdrop);
    (form.querySelector('input, textarea') ?? form.querySelector('[type=submit]')).focus();
  });
}

function keepFocus(event, form) {
  if (event.key !== 'Tab') return;
  const stops = [...form.querySelectorAll('a[href], button, input, textarea')];
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0]).focus();
}

/** A short notice that goes away by itself. */
export function toast(host, text) {
  host.querySelector(':scope > .toast')?.remove();
  const notice = h('div', { class: 'toast', role: 'status', dataset: { testid: 'toast' } }, text);
  host.append(notice);
  setTimeout(() => notice.remove(), Math.min(8000, 2500 + text.length * 40));
}
