// One person's Telegram: the header, and below it the private chat with the bot or the managers' group.

import { h, iconButton } from './dom.js';
import { openMenu } from './popups.js';
import { Talk } from './talk.js';

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
    this.onDeepLink = onDeepLink;
    this.bot = new Talk(this, null);
    this.talks = [this.bot];
    if (store.group?.members.includes(person.id)) this.talks.push(new Talk(this, store.group));
    this.current = this.bot;
    this.status = h('span', { class: 'status', 'aria-live': 'polite' });
    this.host = h('section', {
      class: 'column', 'aria-label': `${person.name}, ${roles[person.role]}`, id: `column-${person.id}`, dataset: { person: person.id, role: person.role },
      onDragover: (event) => { event.preventDefault(); this.host.classList.add('dropping'); },
      onDragleave: (event) => { if (!this.host.contains(event.relatedTarget)) this.host.classList.remove('dropping'); },
      onDrop: (event) => this.#drop(event),
    }, this.#header(), this.#switch(), this.current.element);
    this.draw();
  }

  /** How many messages the person has not seen, in all chats. */
  get unread() {
    return this.talks.reduce((sum, talk) => sum + talk.unread, 0);
  }

  /** The talk of the person in a chat, if there is one. */
  talk(chat) {
    return this.talks.find((talk) => talk.id === chat);
  }

  draw() {
    for (const talk of this.talks) talk.draw();
    const { state } = this.bot;
    const busy = this.current === this.bot && !state.blocked && state.busyUntil > Date.now();
    this.status.textContent = state.blocked ? 'заблокирован' : busy ? doing[state.action] ?? 'печатает' : this.bot.bot.first_name;
    this.status.classList.toggle('busy', busy);
    this.host.classList.toggle('empty', this.current.state.messages.size === 0);
    for (const button of this.languages.children) button.setAttribute('aria-pressed', String(button.dataset.language === state.language));
    this.drawSwitch();
  }

  /** Which talk is shown, and what is unread in the other. */
  drawSwitch() {
    this.talks.forEach((talk, at) => {
      const button = this.choice.children[at];
      button.setAttribute('aria-pressed', String(talk === this.current));
      const badge = button.querySelector('.badge');
      badge.textContent = talk.unread;
      badge.hidden = talk === this.current || talk.unread === 0;
    });
  }

  #header() {
    const { person } = this;
    this.languages = h('div', { class: 'languages', role: 'group', 'aria-label': 'Язык Telegram' }, ['ru', 'en'].map((language) => h('button', {
      type: 'button', dataset: { language }, 'aria-pressed': 'false', title: language === 'ru' ? 'Telegram на русском' : 'Telegram на английском',
      onClick: () => this.bot.do('language', { language }),
    }, language.toUpperCase())));
    const more = iconButton('more', 'Меню', () => openMenu(more, this.#moreItems()), { 'aria-haspopup': 'menu', dataset: { testid: 'more' } });
    return h('header', { class: 'column-header' },
      h('span', { class: `avatar avatar-${person.colour}`, 'aria-hidden': 'true' }, person.name.slice(0, 1)),
      h('div', { class: 'who' },
        h('h2', {}, person.name),
        h('p', {}, h('span', { class: `role role-${person.role}` }, roles[person.role]), this.status)),
      this.languages, more);
  }

  /** Chooses between the private chat and the group, where there is one. */
  #switch() {
    this.choice = h('div', { class: 'talks', role: 'group', 'aria-label': 'Чаты', hidden: this.talks.length < 2 },
      this.talks.map((talk) => h('button', {
        type: 'button', dataset: { testid: talk.group ? 'talk-group' : 'talk-bot' }, 'aria-pressed': 'false', title: talk.group ? `Группа «${talk.group.title}»` : 'Личный чат с ботом',
        onClick: () => this.show(talk),
      }, h('span', {}, talk.group ? 'Группа' : 'Личный чат'), h('span', { class: 'badge', hidden: true }))));
    return this.choice;
  }

  /** Puts a talk on screen in place of the other. */
  show(talk) {
    if (talk !== this.current) {
      this.current.element.replaceWith(talk.element);
      this.current = talk;
    }
    this.draw();
    this.shown();
  }

  #moreItems() {
    if (this.current.group) {
      return [this.current.state.blocked
        ? { label: 'Вернуть бота в группу', icon: 'block', onClick: () => this.current.unblock() }
        : { label: 'Удалить бота из группы', icon: 'block', danger: true, onClick: () => this.current.do('presence', { present: false }) }];
    }
    return [this.current.state.blocked
      ? { label: 'Разблокировать бота', icon: 'block', onClick: () => this.current.unblock() }
      : { label: 'Заблокировать бота', icon: 'block', danger: true, onClick: () => this.current.do('block', { blocked: true }) }];
  }

  /** The column came on screen, on a phone by its tab. */
  shown() {
    this.current.shown();
    this.drawSwitch();
  }

  #drop(event) {
    event.preventDefault();
    this.host.classList.remove('dropping');
    this.current.files([...(event.dataTransfer?.files ?? [])]);
  }
}
