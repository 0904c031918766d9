import * as echarts from 'echarts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Series {
	name: string;
	values: Array<number | null>;
}

export interface BarChart {
	title: string;
	/** One group of bars each. */
	groups: string[];
	series: Series[];
	unit: string;
	logarithmic?: boolean;
}

const FOLDER = join(__dirname, '..', 'docs', 'images');
const COLOURS = ['#ff6d5a', '#4c6fff', '#9aa5b1', '#2bb673', '#f5a623'];

/** Draws grouped bars into docs/images as SVG. */
export function writeBarChart(name: string, chart: BarChart): void {
	const canvas = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 860, height: 380 });
	canvas.setOption({
		animation: false,
		color: COLOURS,
		backgroundColor: '#ffffff',
		title: { text: chart.title, left: 'center', textStyle: { fontSize: 15 } },
		legend: { bottom: 0 },
		grid: { left: 70, right: 20, top: 50, bottom: 60 },
		xAxis: { type: 'category', data: chart.groups },
		yAxis: {
			type: chart.logarithmic ? 'log' : 'value',
			name: chart.unit,
			axisLabel: { formatter: (value: number) => value.toLocaleString('en-US') },
		},
		series: chart.series.map(({ name: label, values }) => ({
			name: label,
			type: 'bar',
			data: values,
			label: {
				show: true,
				position: 'top',
				fontSize: 9,
				formatter: ({ value }: { value: unknown }) =>
					typeof value === 'number'
						? value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 2 : 0 })
						: '',
			},
		})),
	});
	writeFileSync(join(FOLDER, `${name}.svg`), `${canvas.renderToSVGString()}\n`);
	canvas.dispose();
}

export interface PaceChart {
	title: string;
	/** One curve each: calls a second, by half seconds. */
	curves: Array<{ name: string; perHalfSecond: number[]; bans: Array<[number, number]> }>;
	quotaPerSecond: number;
}

/** Draws calls a second over time against the quota, bans as grey bands, one picture below the other. */
export function writePaceChart(name: string, { title, curves, quotaPerSecond }: PaceChart): void {
	const height = 60 + 190 * curves.length;
	const canvas = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 860, height });
	canvas.setOption({
		animation: false,
		color: COLOURS,
		backgroundColor: '#ffffff',
		title: { text: title, left: 'center', textStyle: { fontSize: 15 } },
		grid: curves.map((_curve, at) => ({ left: 60, right: 20, top: 70 + 190 * at, height: 120 })),
		xAxis: curves.map((_curve, gridIndex) => ({ type: 'value', gridIndex, name: 's' })),
		yAxis: curves.map(({ name: label }, gridIndex) => ({
			type: 'value',
			gridIndex,
			name: label,
			nameTextStyle: { align: 'left' },
			max: 2 * quotaPerSecond,
		})),
		series: curves.map(({ perHalfSecond, bans }, at) => ({
			type: 'line',
			step: 'end',
			showSymbol: false,
			xAxisIndex: at,
			yAxisIndex: at,
			data: perHalfSecond.map((calls, n) => [n / 2, Math.min(2 * calls, 2 * quotaPerSecond)]),
			markLine: {
				symbol: 'none',
				label: { formatter: 'quota', position: 'insideEndTop' },
				data: [{ yAxis: quotaPerSecond }],
			},
			markArea: {
				itemStyle: { color: 'rgba(154, 165, 177, 0.4)' },
				data: bans.map(([from, until]) => [{ xAxis: from }, { xAxis: until }]),
			},
		})),
	});
	writeFileSync(join(FOLDER, `${name}.svg`), `${canvas.renderToSVGString()}\n`);
	canvas.dispose();
}
