// Buttons under a message and the keyboard in place of the letters.

import { h, icon } from './dom.js';

/** The rows of buttons under a message. */
export function inlineKeyboard(message, chat) {
  return h('div', { class: 'inline-keyboard', role: 'group', 'aria-label': 'Кнопки сообщения' },
    message.reply_markup.inline_keyboard.map((row, y) => h('div', { class: 'button-row' },
      row.map((button, x) => inlineButton(message, button, `${message.message_id}/${y}/${x}`, chat)))));
}

function inlineButton(message, button, place, chat) {
  const pressed = chat.presses.waits(place);
  return h('button', {
    type: 'button', class: pressed ? 'inline-button pressed' : 'inline-button', 'aria-busy': pressed ? 'true' : undefined,
    dataset: { testid: 'inline-button', place },
    onClick: () => press(message, button, place, chat),
  }, h('span', {}, button.text), button.url && icon('link'), button.copy_text && icon('copy'));
}

function press(message, button, place, chat) {
  if (button.url) {
    if (!chat.text.link(button.url)) window.open(button.url, '_blank', 'noopener,noreferrer');
  } else if (button.copy_text) {
    chat.copy(button.copy_text.text);
  } else if (button.callback_data) {
    chat.presses.press(message.message_id, button.callback_data, place);
  } else {
    chat.notice('Такие кнопки работают только в Telegram.');
  }
}

/** Presses of inline buttons that the bot has not answered yet. */
export class Presses {
  #waiting = new Map(); // place -> query id, '' until the server gave one
  #early = new Map(); // answers that overtook the reply to the request

  constructor({ send, onChange, onAnswer, onError }) {
    this.send = send;
    this.onChange = onChange;
    this.onAnswer = onAnswer;
    this.onError = onError;
  }

  waits(place) {
    return this.#waiting.has(place);
  }

  async press(messageID, data, place) {
    if (this.waits(place)) return;
    this.#set(place, '');
    try {
      const { query } = await this.send(messageID, data);
      if (!this.waits(place)) return;
      this.#waiting.set(place, query);
      const early = this.#early.get(query);
      if (early) this.answer(early);
      // Telegram's clients give up on a silent bot too; the press itself stays valid.
      setTimeout(() => { if (this.#waiting.get(place) === query) this.#clear(place); }, 30_000);
    } catch (error) {
      this.#clear(place);
      this.onError(error);
    }
  }

  /** Takes the bot's answer to a press of this person. */
  answer(answer) {
    this.#early.delete(answer.query);
    for (const [place, query] of this.#waiting) {
      if (query !== answer.query) continue;
      this.#clear(place);
      this.onAnswer(answer);
      return;
    }
    this.#early.set(answer.query, answer);
    setTimeout(() => this.#early.delete(answer.query), 10_000);
  }

  /** Forgets what waits, when answers may have been missed. */
  reset() {
    for (const place of [...this.#waiting.keys()]) this.#clear(place);
  }

  #set(place, query) {
    this.#waiting.set(place, query);
    this.onChange(place, true);
  }

  #clear(place) {
    this.#waiting.delete(place);
    this.onChange(place, false);
  }
}

/** The keyboard under the input field. `use(key)` is called for a pressed key. */
export function replyKeyboard(keyboard, use) {
  return h('div', { class: keyboard.resize_keyboard ? 'reply-keyboard' : 'reply-keyboard tall', role: 'group', 'aria-label': 'Клавиатура бота', dataset: { testid: 'reply-keyboard' } },
    keyboard.keyboard.map((row) => h('div', { class: 'button-row' },
      row.map((key) => h('button', { type: 'button', class: 'key', dataset: { testid: 'key' }, onClick: () => use(key) },
        key.request_contact && icon('contact'), key.request_location && icon('place'), h('span', {}, key.text))))));
}
