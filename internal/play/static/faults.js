// The «Сбой» menu: makes the bot's connection to the emulated Telegram misbehave.

import { post } from './api.js';
import { openMenu, toast } from './popups.js';

const kinds = [
  { label: 'Ошибка 500', hint: 'на следующие 3 сообщения бота', fault: { status: 500, times: 3, method: 'sendMessage' } },
  { label: 'Слишком много запросов', hint: '429 на следующее сообщение, подождать 3 с', fault: { retry_after: 3, times: 1, method: 'sendMessage' } },
  { label: 'Обрыв связи', hint: 'на следующие 3 запроса бота', fault: { drop: true, times: 3 } },
  { label: 'Потерянный ответ', hint: 'следующее сообщение дойдёт, бот об этом не узнает', fault: { lose_reply: true, times: 1, method: 'sendMessage' } },
  { label: 'Медленная сеть', hint: '2 с на следующие 10 запросов', fault: { delay_ms: 2000, times: 10 } },
];

/** Opens the menu under its button. */
export function faultMenu(anchor) {
  const add = async (fault, label) => {
    try {
      await post('play/faults', fault);
      toast(document.body, `Включено: ${label.toLowerCase()}`);
    } catch (error) {
      toast(document.body, error.message);
    }
  };
  openMenu(anchor, [
    ...kinds.map(({ label, hint, fault }) => ({ label, hint, icon: 'alert', onClick: () => add(fault, label) })),
    { label: 'Убрать все сбои', icon: 'check', onClick: () => add({ clear: true }, 'связь без сбоев') },
  ], { label: 'Сбои связи' });
}
