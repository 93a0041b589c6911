// One person's Telegram: header, messages, input field.

import { act } from './api.js';
import { attachMenu, choosePlace, sendFiles, shareOwn } from './attach.js';
import { Composer } from './composer.js';
import { h, iconButton } from './dom.js';
import { Presses } from './keyboards.js';
import { MessageList } from './messages.js';
import { dialog, openMenu, toast } from './popups.js';

/** What the header says while the bot is at it; any other chat action is shown as typing. */
const doing = {
  upload_photo: 'отправляет фото',
  upload_document: 'отправляет файл',
  record_voice: 'записывает голосовое',
  upload_voice: 'отправляет голосовое',
  record_video: 'записывает видео',
  upload_video: 'отправляет видео',
  find_location: 'ищет место',
  choose_sticker: 'выбирает стикер',
};

const roles = { customer: 'клиент', manager: 'менеджер' };

/** The column of a person, drawn from the store. */
export class Column {
  constructor(store, person, { onDeepLink }) {
    this.store = store;
    this.person = person;
    this.bot = store.bot;
    this.onDeepLink = onDeepLink;
    this.presses = new Presses({
      send: (message, data) => act(person.id, 'press', { message_id: message, data }),
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
    this.status = h('span', { class: 'status', 'aria-live': 'polite' });
    this.down = iconButton('down', 'К последним сообщениям', () => { this.messages.toEnd(); }, { class: 'icon-button to-end', hidden: true, dataset: { testid: 'to-end' } });
    this.unread = h('span', { class: 'badge', hidden: true });
    this.down.append(this.unread);
    this.host = h('section', {
      class: 'column', 'aria-label': `${person.name}, ${roles[person.role]}`, id: `column-${person.id}`, dataset: { person: person.id, role: person.role },
      onDragover: (event) => { event.preventDefault(); this.host.classList.add('dropping'); },
      onDragleave: (event) => { if (!this.host.contains(event.relatedTarget)) this.host.classList.remove('dropping'); },
      onDrop: (event) => this.#drop(event),
    }, this.#header(), h('div', { class: 'chat' }, this.messages.element, this.down), this.composer.element);
    this.draw();
  }

  get state() {
    return this.store.chats.get(this.person.id);
  }

  draw() {
    const { state } = this;
    this.composer.draw(state);
    this.messages.draw([...state.messages.values()]);
    const busy = !state.blocked && state.busyUntil > Date.now();
    this.status.textContent = state.blocked ? 'заблокирован' : busy ? doing[state.action] ?? 'печатает' : this.bot.first_name;
    this.status.classList.toggle('busy', busy);
    this.host.classList.toggle('empty', state.messages.size === 0);
    for (const button of this.languages.children) button.setAttribute('aria-pressed', String(button.dataset.language === state.language));
    this.#look();
  }

  redraw() {
    this.draw();
  }

  // What composer, bubbles and menus ask of their column.

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
    return this.do('block', { blocked: false });
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

  nameOf(user) {
    return user?.is_bot ? this.bot.first_name : this.person.name;
  }

  lastOwn() {
    return [...this.state.messages.values()].reverse().find((m) => !m.from?.is_bot && m.text && !m.forward_origin);
  }

  copy(text) {
    navigator.clipboard.writeText(text).then(() => this.notice('Скопировано'), () => this.notice('Браузер не дал скопировать.'));
  }

  notice(text) {
    toast(this.host, text);
  }

  /** Does something as this person; true when it worked, else the person is told why not. */
  async do(action, body) {
    try {
      await act(this.person.id, action, body);
      return true;
    } catch (error) {
      this.notice(error.message);
      return false;
    }
  }

  menu(message, event) {
    const own = !message.from?.is_bot;
    const body = message.text ?? message.caption;
    const selected = String(window.getSelection());
    openMenu(event.currentTarget, [
      { label: 'Ответить', icon: 'reply', onClick: () => this.composer.reply(message) },
      body && { label: 'Копировать', icon: 'copy', onClick: () => this.copy(selected || body) },
      own && body && { label: 'Изменить', icon: 'edit', onClick: () => this.composer.edit(message) },
      { label: 'Удалить', icon: 'trash', danger: true, onClick: () => this.do('delete', { message_id: message.message_id }) },
    ].filter(Boolean), { label: 'Действия с сообщением', at: event.clientX ? { x: event.clientX, y: event.clientY } : undefined });
  }

  #header() {
    const { person } = this;
    this.languages = h('div', { class: 'languages', role: 'group', 'aria-label': 'Язык Telegram' }, ['ru', 'en'].map((language) => h('button', {
      type: 'button', dataset: { language }, 'aria-pressed': 'false', title: language === 'ru' ? 'Telegram на русском' : 'Telegram на английском',
      onClick: () => this.do('language', { language }),
    }, language.toUpperCase())));
    const more = iconButton('more', 'Меню', () => openMenu(more, this.#moreItems()), { 'aria-haspopup': 'menu', dataset: { testid: 'more' } });
    return h('header', { class: 'column-header' },
      h('span', { class: `avatar avatar-${person.colour}`, 'aria-hidden': 'true' }, person.name.slice(0, 1)),
      h('div', { class: 'who' },
        h('h2', {}, person.name),
        h('p', {}, h('span', { class: `role role-${person.role}` }, roles[person.role]), this.status)),
      this.languages, more);
  }

  #moreItems() {
    return [this.state.blocked
      ? { label: 'Разблокировать бота', icon: 'block', onClick: () => this.unblock() }
      : { label: 'Заблокировать бота', icon: 'block', danger: true, onClick: () => this.do('block', { blocked: true }) }];
  }

  #spin(place, pressed) {
    const button = this.host.querySelector(`[data-place="${place}"]`);
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
    this.onDeepLink(url.searchParams.get('start') ?? '', this);
    return true;
  }

  #scrolled(atEnd) {
    this.down.hidden = atEnd;
    this.#look();
  }

  /** What is on screen counts as seen. */
  #look() {
    const { state } = this;
    if (this.messages.atEnd && document.visibilityState === 'visible' && this.host.offsetParent !== null) this.store.saw(this.person.id);
    this.unread.textContent = state.unread;
    this.unread.hidden = state.unread === 0;
  }

  /** The column came on screen, on a phone by its tab. */
  shown() {
    if (this.messages.atEnd) this.messages.toEnd();
    this.#look();
  }

  #drop(event) {
    event.preventDefault();
    this.host.classList.remove('dropping');
    this.files([...(event.dataTransfer?.files ?? [])]);
  }
}
