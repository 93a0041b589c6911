// The input field of a person: writing, replying, editing, commands, the bot's keyboard.

import { cut } from './bubble.js';
import { h, icon, iconButton } from './dom.js';
import { replyKeyboard } from './keyboards.js';
import { summary } from './media.js';
import { openMenu } from './popups.js';
import { Suggestions } from './suggestions.js';

/**
 * Builds the input field. `chat` is a talk (see talk.js): `send(text, replyTo)`, `edit(id, text)`,
 * `attach(anchor)`, `files(list)`, `useKey(key)`, `start()`, `unblock()`.
 */
export class Composer {
  #reply = null; // the message being replied to
  #edited = null; // the message being edited
  #keyboardOpen = true;
  #drawnKeyboard = '';

  constructor(chat) {
    this.chat = chat;
    this.input = h('textarea', {
      class: 'input', rows: '1', placeholder: 'Сообщение', 'aria-label': 'Сообщение боту', autocomplete: 'off', maxlength: '4096',
      dataset: { testid: 'input' },
      onInput: () => this.#typed(), onKeydown: (event) => this.#key(event), onPaste: (event) => this.#paste(event),
    });
    this.context = h('div', { class: 'composer-context', hidden: true });
    this.commands = h('button', { type: 'button', class: 'icon-button commands-button', 'aria-label': 'Команды бота', title: 'Команды бота', 'aria-haspopup': 'menu', hidden: true, dataset: { testid: 'commands' }, onClick: () => this.#commandMenu() }, '/');
    this.toggle = iconButton('keyboard', 'Клавиатура бота', () => this.#toggleKeyboard(), { hidden: true, 'aria-pressed': 'true', dataset: { testid: 'keyboard-toggle' } });
    this.attach = iconButton('attach', 'Прикрепить', () => chat.attach(this.attach, this.#takeReply()), { 'aria-haspopup': 'menu', dataset: { testid: 'attach' } });
    this.sender = iconButton('send', 'Отправить', () => this.#submit(), { class: 'icon-button send', dataset: { testid: 'send' } });
    this.keyboard = h('div', { class: 'keyboard-slot' });
    this.suggestions = new Suggestions((command) => this.#sendCommand(command));
    this.line = h('div', { class: 'composer-line' }, this.attach, this.input, this.commands, this.toggle, this.sender);
    this.wide = h('button', { type: 'button', class: 'wide-button', hidden: true });
    this.element = h('div', { class: 'composer' }, this.suggestions.element, this.context, this.line, this.wide, this.keyboard);
  }

  /** Shows what the chat's state asks for: START, unblocking, or the field with its keyboard. */
  draw(state) {
    const empty = state.messages.size === 0 && !this.chat.group;
    const unblock = this.chat.group ? 'Вернуть бота в группу' : 'Разблокировать';
    const wide = state.blocked ? [unblock, () => this.chat.unblock()] : empty ? ['Начать', () => this.chat.start()] : null;
    this.line.hidden = Boolean(wide);
    this.wide.hidden = !wide;
    if (wide) {
      [this.wide.textContent, this.wide.onclick] = wide;
      this.wide.dataset.testid = state.blocked ? 'unblock' : 'start';
    }
    this.list = state.commands;
    this.commands.hidden = state.commands.length === 0 || this.input.value !== '';
    this.#drawKeyboard(wide ? null : state.keyboard);
    for (const pending of [this.#reply, this.#edited]) {
      if (pending && !state.messages.has(pending.message_id)) this.#leaveContext();
    }
  }

  /** The bot put up a keyboard, even if it is the same one as before. */
  raiseKeyboard() {
    this.#keyboardOpen = true;
  }

  reply(message) {
    this.#enterContext('reply', 'Ответ', message);
    this.#reply = message;
  }

  edit(message) {
    this.#enterContext('edit', 'Редактирование', message);
    this.#edited = message;
    this.input.value = message.text ?? message.caption ?? '';
    this.#typed();
  }

  focus() {
    if (!this.line.hidden) this.input.focus({ preventScroll: true });
  }

  #enterContext(name, title, message) {
    this.#leaveContext();
    this.context.hidden = false;
    this.context.replaceChildren(icon(name), h('div', { class: 'composer-quote' },
      h('span', { class: 'quote-name' }, title), h('span', { class: 'quote-text' }, cut(summary(message), 80))),
    iconButton('close', 'Отменить', () => { this.#leaveContext(); this.focus(); }));
    this.focus();
  }

  #leaveContext() {
    if (this.#edited) this.input.value = '';
    this.#reply = null;
    this.#edited = null;
    this.context.hidden = true;
    this.#typed();
  }

  #takeReply() {
    const reply = this.#reply?.message_id;
    if (this.#reply) this.#leaveContext();
    return reply;
  }

  async #submit() {
    const text = this.input.value.trim();
    if (text === '') return;
    const edited = this.#edited;
    if (edited && text === (edited.text ?? edited.caption)) {
      this.#leaveContext();
      return;
    }
    const done = edited ? this.chat.edit(edited.message_id, text) : this.chat.send(text, this.#reply?.message_id);
    const [kept, reply] = [this.input.value, this.#reply];
    this.#leaveContext();
    this.input.value = '';
    this.#typed();
    this.focus();
    if (await done) return;
    // Nothing that was typed is lost when it could not be sent.
    if (edited) this.edit(edited);
    else if (reply) this.reply(reply);
    this.input.value = kept;
    this.#typed();
  }

  #typed() {
    this.input.style.height = 'auto';
    this.input.style.height = `${Math.min(this.input.scrollHeight, 160)}px`;
    this.commands.hidden = !this.list?.length || this.input.value !== '';
    this.suggestions.update(this.#edited ? '' : this.input.value, this.list ?? []);
    this.sender.classList.toggle('ready', this.input.value.trim() !== '');
  }

  #key(event) {
    if (event.isComposing) return;
    if (this.suggestions.key(event)) {
      event.preventDefault();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === 'Escape' && !this.context.hidden) {
      this.#leaveContext();
    } else if (event.key === 'ArrowUp' && this.input.value === '') {
      const message = this.chat.lastOwn();
      if (message) {
        event.preventDefault();
        this.edit(message);
      }
    }
  }

  #paste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    this.chat.files(files, this.#takeReply());
  }

  #commandMenu() {
    openMenu(this.input, this.list.map(({ command, description }) => ({
      label: `/${command}`, hint: description,
      onClick: () => this.#sendCommand(command),
    })), { label: 'Команды бота' });
  }

  #sendCommand(command) {
    this.input.value = '';
    this.#typed();
    this.chat.send(`/${command}`);
    this.focus();
  }

  #drawKeyboard(keyboard) {
    this.toggle.hidden = !keyboard;
    const open = Boolean(keyboard) && this.#keyboardOpen;
    this.toggle.setAttribute('aria-pressed', String(open));
    this.input.placeholder = keyboard?.input_field_placeholder || 'Сообщение';
    const wanted = open ? JSON.stringify(keyboard) : '';
    if (wanted === this.#drawnKeyboard) return;
    this.#drawnKeyboard = wanted;
    this.keyboard.replaceChildren(...(open ? [replyKeyboard(keyboard, (key) => {
      if (keyboard.one_time_keyboard) {
        this.#keyboardOpen = false;
        this.#drawKeyboard(keyboard);
      }
      this.chat.useKey(key, this.#takeReply());
    })] : []));
  }

  #toggleKeyboard() {
    this.#keyboardOpen = !this.#keyboardOpen;
    this.chat.redraw();
    this.focus();
  }
}
