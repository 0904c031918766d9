import type { AnswerPattern } from '../../top/answerPattern';
import type { Words } from '../words';

/** One row of the catalogue: which of the platform's answers it covers and the words for them. */
export interface CatalogueRow extends Words, AnswerPattern {
	/** The platform's own text says more than these words: put it behind the title. */
	quote?: boolean;
}
