import { formatGmt8 } from '../clock';
import { Method } from './method';

/** The gateway's clock, in GMT+8. Signed, but needs no permission. */
export const timeGet: Method = {
	name: 'taobao.time.get',
	open: true,
	act: ({ now }) => ({ time: formatGmt8(now) }),
};
