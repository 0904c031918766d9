import { language } from './language';

/** A time in whole seconds as people say it, to two units: `31062` becomes "8 h 38 min". */
export function durationInWords(seconds: number): string {
	const { second, minute, hour, between } = language() === 'zh' ? ZH : EN;
	if (seconds < 60) return second(seconds);
	const minutes = Math.ceil(seconds / 60);
	if (minutes < 60) return minute(minutes);
	const rest = minutes % 60;
	return [hour(Math.floor(minutes / 60)), ...(rest ? [minute(rest)] : [])].join(between);
}

const EN = {
	second: (count: number) => (count === 1 ? '1 second' : `${count} seconds`),
	minute: (count: number) => `${count} min`,
	hour: (count: number) => `${count} h`,
	between: ' ',
};

const ZH: typeof EN = {
	second: (count) => `${count} 秒`,
	minute: (count) => `${count} 分钟`,
	hour: (count) => `${count} 小时`,
	between: ' ',
};
