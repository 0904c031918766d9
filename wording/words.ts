/** What one kind of failure is called and what to do about it, in both languages. */
export interface Words {
	/** What happened. */
	title: string;
	/** What to do about it. */
	hint: string;
	titleZh: string;
	hintZh: string;
}
