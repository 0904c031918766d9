/**
 * What one kind of failure is called and what to do about it, in both languages. `{name}` stands for
 * what varies. The texts end without a full stop.
 */
export interface Words {
	/** What happened. */
	title: string;
	/** What to do about it. */
	hint: string;
	titleZh: string;
	hintZh: string;
}

/** What the package says by itself, without the platform having said anything. */
export interface Message extends Words {
	/** How the item ends; left out where the message stands for a whole run or its ending varies. */
	outcome?: 'not_sent' | 'unknown';
}

/** A part of a message, or a line of its own, in both languages. */
export interface Phrase {
	en: string;
	zh: string;
}
