// A text and its entities become DOM nodes. Offsets count UTF-16 code units, as JavaScript's strings do.

import { h } from './dom.js';

const blocks = new Set(['PRE', 'BLOCKQUOTE']);

const tags = {
  bold: 'b',
  italic: 'i',
  underline: 'u',
  strikethrough: 's',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
};

/**
 * Renders a text. `actions.command(text)` is called for a pressed /command, `actions.link(url)` for a pressed link and
 * may return true to take it over.
 */
export function render(text, entities = [], actions = {}) {
  const root = document.createDocumentFragment();
  const stack = [{ node: root, end: text.length }];
  let position = 0;
  const close = () => {
    const { node, end } = stack.pop();
    // A block ends its line by itself: the line feed after it would show as an empty line.
    if (blocks.has(node.tagName) && text[end] === '\n' && position === end) position++;
  };
  const advance = (to) => {
    while (position < to) {
      const top = stack.at(-1);
      const end = Math.min(top.end, to);
      if (end > position) top.node.append(text.slice(position, end));
      position = Math.max(position, end);
      if (top.end <= position && stack.length > 1) close();
    }
    while (stack.length > 1 && stack.at(-1).end <= position) close();
  };
  const ordered = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  for (const entity of ordered) {
    const start = Math.max(entity.offset, position);
    advance(start);
    const top = stack.at(-1);
    const end = Math.min(entity.offset + entity.length, top.end);
    if (end <= start) continue;
    const node = element(entity, text.slice(start, end), actions);
    top.node.append(node);
    stack.push({ node, end });
  }
  advance(text.length);
  return root;
}

function element(entity, text, actions) {
  if (entity.type === 'pre' && entity.language) {
    return h('pre', { dataset: { language: entity.language } });
  }
  if (tags[entity.type]) return h(tags[entity.type]);
  switch (entity.type) {
    case 'spoiler':
      return spoiler();
    case 'expandable_blockquote':
      return h('blockquote', { class: 'expandable', onClick: (event) => event.currentTarget.classList.toggle('expanded') });
    case 'text_link':
      return link(entity.url, actions);
    case 'url':
      return link(/^[a-z]+:/i.test(text) ? text : `https://${text}`, actions);
    case 'email':
      return link(`mailto:${text}`, actions);
    case 'phone_number':
      return link(`tel:${text.replace(/[^+\d]/g, '')}`, actions);
    case 'bot_command':
      return h('button', { type: 'button', class: 'text-command', onClick: () => actions.command?.(text) });
    default:
      return h('span', { class: `entity entity-${entity.type}` });
  }
}

const safe = new Set(['http:', 'https:', 'mailto:', 'tel:', 'tg:']);

function link(address, actions) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return h('span');
  }
  if (!safe.has(url.protocol)) return h('span');
  return h('a', {
    href: url.href,
    target: '_blank',
    rel: 'noopener noreferrer',
    onClick: (event) => {
      if (actions.link?.(url.href)) event.preventDefault();
    },
  });
}

function spoiler() {
  const reveal = (event) => {
    if (event.type === 'keydown' && event.key !== 'Enter' && event.key !== ' ') return;
    const node = event.currentTarget;
    if (node.classList.contains('revealed')) return;
    event.preventDefault();
    event.stopPropagation();
    node.classList.add('revealed');
    node.removeAttribute('aria-label');
  };
  return h('span', { class: 'spoiler', tabindex: '0', role: 'button', 'aria-label': 'Скрытый текст, нажмите, чтобы показать', onClick: reveal, onKeydown: reveal });
}
