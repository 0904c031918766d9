/** A time in whole seconds as people say it, to two units: `31062` becomes "8 h 38 min". */
export function durationInWords(seconds: number): string {
	if (seconds < 60) return seconds === 1 ? '1 second' : `${seconds} seconds`;
	const minutes = Math.ceil(seconds / 60);
	if (minutes < 60) return `${minutes} min`;
	const rest = minutes % 60;
	return [`${Math.floor(minutes / 60)} h`, rest ? `${rest} min` : ''].filter(Boolean).join(' ');
}
