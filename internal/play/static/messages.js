// The list of messages: blocks with stable keys, of which only the changed ones are drawn again.

import { bubble, service } from './bubble.js';
import { day } from './clock.js';
import { h } from './dom.js';

/** Splits messages into what is drawn as one: a date, a service line, a message, an album. */
export function blocks(messages) {
  const list = [];
  let today = '';
  for (const message of messages) {
    const date = day(message.date);
    if (date !== today) list.push({ key: `day ${date}`, kind: 'day', text: date });
    today = date;
    const before = list.at(-1);
    if (message.pinned_message || message.new_chat_members || message.left_chat_member) {
      list.push({ key: `service ${message.message_id}`, kind: 'service', messages: [message] });
    } else if (message.media_group_id && before.group === message.media_group_id) {
      before.messages.push(message);
    } else {
      list.push({ key: `message ${message.message_id}`, kind: 'message', group: message.media_group_id, messages: [message] });
    }
  }
  list.forEach((block, index) => { block.last = !continued(block, list[index + 1]); });
  return list;
}

/** Whether the next block comes from the same side soon after, so that both stand close and share one tail. */
function continued(block, next) {
  if (block.kind !== 'message' || next?.kind !== 'message') return false;
  const [a, b] = [block.messages.at(-1), next.messages[0]];
  return a.from?.id === b.from?.id && b.date - a.date < 300 && !a.reply_markup;
}

/** Draws a chat into a scrolling element and keeps it at the end while the person is at the end. */
export class MessageList {
  #drawn = new Map(); // key -> {signature, element}
  #atEnd = true;
  #last = 0; // the newest message drawn

  constructor(chat, { onScroll }) {
    this.chat = chat;
    this.list = h('div', { class: 'list', role: 'log', 'aria-live': 'polite', 'aria-label': 'Сообщения', dataset: { testid: 'messages' } });
    this.element = h('div', { class: 'scroller', tabindex: '-1' }, this.list);
    this.element.addEventListener('scroll', () => {
      this.#atEnd = this.element.scrollHeight - this.element.scrollTop - this.element.clientHeight < 60;
      onScroll(this.#atEnd);
    }, { passive: true });
    // Pictures that load and a keyboard that opens change heights without a scroll.
    const observer = new ResizeObserver(() => { if (this.#atEnd) this.toEnd(); });
    observer.observe(this.element);
    observer.observe(this.list);
  }

  get atEnd() {
    return this.#atEnd;
  }

  draw(messages) {
    const list = blocks(messages);
    const keys = new Set(list.map((block) => block.key));
    for (const [key, { element }] of this.#drawn) {
      if (!keys.has(key)) element.remove();
    }
    const drawn = new Map();
    let cursor = this.list.firstChild;
    for (const block of list) {
      const signature = JSON.stringify(block);
      const old = this.#drawn.get(block.key);
      const element = old?.signature === signature ? old.element : this.#element(block, old);
      if (old && element !== old.element) {
        if (old.element === cursor) cursor = element;
        old.element.replaceWith(element);
      }
      if (element === cursor) cursor = cursor.nextSibling;
      else this.list.insertBefore(element, cursor);
      drawn.set(block.key, { signature, element });
    }
    this.#drawn = drawn;
    const newest = messages.at(-1);
    if (newest && newest.message_id > this.#last && this.chat.owns(newest)) this.#atEnd = true; // who writes wants to see it
    this.#last = newest?.message_id ?? 0;
    if (this.#atEnd) this.toEnd();
  }

  #element(block, old) {
    if (block.kind === 'day') return h('div', { class: 'chip day' }, block.text);
    if (block.kind === 'service') return service(block.messages[0]);
    const element = bubble(block, this.chat);
    if (block.last) element.classList.add('last');
    if (!old) {
      element.classList.add('fresh');
      element.addEventListener('animationend', () => element.classList.remove('fresh'), { once: true });
    }
    return element;
  }

  toEnd() {
    this.#atEnd = true;
    this.element.scrollTop = this.element.scrollHeight;
  }

  /** Scrolls to a message and marks it for a moment. */
  jump(id) {
    const target = this.list.querySelector(`[data-message-id="${id}"], [data-album-message-id="${id}"]`);
    if (!target) return false;
    target.scrollIntoView({ block: 'center', behavior: 'smooth' });
    const marked = target.closest('.message') ?? target;
    marked.classList.remove('marked');
    void marked.offsetWidth; // begins the animation again
    marked.classList.add('marked');
    return true;
  }
}
