// The bot's commands that begin with what is being typed. The focus stays in the input field.

import { h } from './dom.js';

/** A list above the input field. `choose(command)` is called for a chosen command, without its slash. */
export class Suggestions {
  #marked = -1;

  constructor(choose) {
    this.choose = choose;
    this.element = h('div', { class: 'suggestions', role: 'listbox', 'aria-label': 'Команды бота', hidden: true, dataset: { testid: 'suggestions' } });
  }

  /** Shows what fits the text: the name of a command that is being typed, and no more. */
  update(text, commands) {
    const typed = /^\/(\w*)$/.exec(text)?.[1].toLowerCase();
    const fitting = typed === undefined ? [] : commands.filter(({ command }) => command.startsWith(typed));
    this.#marked = -1;
    this.element.hidden = fitting.length === 0;
    this.element.replaceChildren(...fitting.map(({ command, description }) => h('button', {
      type: 'button', role: 'option', 'aria-selected': 'false', tabindex: '-1', dataset: { command },
      onPointerdown: (event) => event.preventDefault(), // or the input field would lose the focus
      onClick: () => this.choose(command),
    }, h('span', { class: 'menu-label' }, `/${command}`), h('span', { class: 'menu-hint' }, description))));
  }

  /** Moves through the list, takes the marked command, or leaves; true when the key was meant for the list. */
  key(event) {
    if (this.element.hidden) return false;
    const options = [...this.element.children];
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        this.#marked = (this.#marked + (event.key === 'ArrowDown' ? 1 : -1) + options.length) % options.length;
        if (this.#marked < 0) this.#marked = options.length - 1;
        options.forEach((option, index) => option.setAttribute('aria-selected', String(index === this.#marked)));
        options[this.#marked].scrollIntoView({ block: 'nearest' });
        return true;
      case 'Enter':
      case 'Tab': {
        const option = options[event.key === 'Tab' ? Math.max(this.#marked, 0) : this.#marked];
        if (!option) return false;
        this.choose(option.dataset.command);
        return true;
      }
      case 'Escape':
        this.element.hidden = true;
        return true;
      default:
        return false;
    }
  }
}
