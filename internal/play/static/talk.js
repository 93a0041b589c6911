// One chat as one person sees it: messages and the input field. A column shows one of its talks at a time.

import { act } from './api.js';
import { attachMenu, choosePlace, sendFiles, shareOwn } from './attach.js';
import { Composer } from './composer.js';
import { h, iconButton } from './dom.js';
import { Presses } from './keyboards.js';
import { MessageList } from './messages.js';
import { dialog, openMenu, toast } from './popups.js';

/** The private chat with the bot, or the group that is given. */
export class Talk {
  constructor(column, group) {
    this.column = column;
    this.store = column.store;
    this.person = column.person;
    this.bot = column.store.bot;
    this.group = group;
    this.id = group?.id ?? column.person.id;
    this.presses = new Presses({
      send: (message, data) => act(this.person.id, 'press', { message_id: message, data }, this.group),
      onChange: (place, pressed) => this.#spin(place, pressed),
      onAnswer: (answer) => this.#answered(answer),
      onError: (error) => this.notice(error.message),
    });
    /** What pressed texts do. */
    this.text = {
      command: (command) => this.send(command),
      link: (url) => this.#link(url),
    };
    this.messages = new MessageList(this, { onScroll: (atEnd) => this.#scrolled(atEnd) });
    this.composer = new Composer(this);
    this.down = iconButton('down', 'К последним сообщениям', () => { this.messages.toEnd(); }, { class: 'icon-button to-end', hidden: true, dataset: { testid: 'to-end' } });
    this.badge = h('span', { class: 'badge', hidden: true });
    this.down.append(this.badge);
    this.element = h('div', { class: 'talk', dataset: { talk: group ? 'group' : 'bot' } },
      h('div', { class: 'chat' }, this.messages.element, this.down), this.composer.element);
  }

  /** Holds dialogs and notices. */
  get host() {
    return this.column.host;
  }

  get state() {
    return this.store.chats.get(this.id);
  }

  get unread() {
    return this.state.unread(this.person.id);
  }

  draw() {
    this.composer.draw(this.state);
    this.messages.draw([...this.state.messages.values()]);
    this.#look();
  }

  redraw() {
    this.draw();
  }

  // What composer, bubbles and menus ask of their talk.

  send(text, replyTo) {
    return this.do('messages', { text, reply_to: replyTo });
  }

  edit(id, text) {
    return this.do('edit', { message_id: id, text });
  }

  start() {
    return this.do('messages', { text: '/start' });
  }

  unblock() {
    return this.group ? this.do('presence', { present: true }) : this.do('block', { blocked: false });
  }

  attach(anchor, replyTo) {
    attachMenu(anchor, this, replyTo);
  }

  files(list, replyTo) {
    return sendFiles(list, this, replyTo);
  }

  useKey(key, replyTo) {
    if (key.request_contact) return shareOwn(this);
    if (key.request_location) return choosePlace(this.composer.keyboard, this);
    return this.send(key.text, replyTo);
  }

  jump(id) {
    if (!this.messages.jump(id)) this.notice('Это сообщение удалено.');
  }

  owns(message) {
    return message.from?.id === this.person.id;
  }

  nameOf(user) {
    return user?.is_bot ? this.bot.first_name : this.store.person(user?.id)?.name ?? user?.first_name ?? '';
  }

  lastOwn() {
    return [...this.state.messages.values()].reverse().find((m) => this.owns(m) && m.text && !m.forward_origin);
  }

  copy(text) {
    navigator.clipboard.writeText(text).then(() => this.notice('Скопировано'), () => this.notice('Браузер не дал скопировать.'));
  }

  notice(text) {
    toast(this.host, text);
  }

  /** Does something as this person in this chat; true when it worked, else the person is told why not. */
  async do(action, body) {
    try {
      await act(this.person.id, action, body, this.group);
      return true;
    } catch (error) {
      this.notice(error.message);
      return false;
    }
  }

  menu(message, event) {
    const own = this.owns(message);
    const body = message.text ?? message.caption;
    const selected = String(window.getSelection());
    openMenu(event.currentTarget, [
      { label: 'Ответить', icon: 'reply', onClick: () => this.composer.reply(message) },
      body && { label: 'Копировать', icon: 'copy', onClick: () => this.copy(selected || body) },
      own && body && { label: 'Изменить', icon: 'edit', onClick: () => this.composer.edit(message) },
      { label: 'Удалить', icon: 'trash', danger: true, onClick: () => this.do('delete', { message_id: message.message_id }) },
    ].filter(Boolean), { label: 'Действия с сообщением', at: event.clientX ? { x: event.clientX, y: event.clientY } : undefined });
  }

  #spin(place, pressed) {
    const button = this.element.querySelector(`[data-place="${place}"]`);
    button?.classList.toggle('pressed', pressed);
    if (pressed) button?.setAttribute('aria-busy', 'true');
    else button?.removeAttribute('aria-busy');
  }

  #answered({ text, show_alert: alert, url }) {
    if (url && !this.#link(url)) window.open(url, '_blank', 'noopener,noreferrer');
    if (!text) return;
    if (alert) dialog(this.host, { title: this.bot.first_name, body: h('p', {}, text), buttons: [{ label: 'ОК', value: true }], testid: 'alert' });
    else this.notice(text);
  }

  /** Opens links to the bot itself here: they start the bot with a parameter. */
  #link(address) {
    const url = new URL(address);
    const here = ['t.me', 'telegram.me'].includes(url.hostname) && url.pathname.slice(1).toLowerCase() === this.bot.username.toLowerCase();
    if (!here) return false;
    this.column.onDeepLink(url.searchParams.get('start') ?? '', this);
    return true;
  }

  #scrolled(atEnd) {
    this.down.hidden = atEnd;
    this.#look();
  }

  /** What is on screen counts as seen. */
  #look() {
    if (this.messages.atEnd && document.visibilityState === 'visible' && this.element.offsetParent !== null) this.store.saw(this.id, this.person.id);
    this.badge.textContent = this.unread;
    this.badge.hidden = this.unread === 0;
  }

  /** The talk came on screen. */
  shown() {
    if (this.messages.atEnd) this.messages.toEnd();
    this.#look();
  }
}
