/** Made-up buyers and goods, with the characters that break careless code. */
export const NAMES = [
	'김하늘',
	'이서준',
	'박도윤',
	'최지우',
	'남궁민수',
	'선우 은실',
	'John O’Kim',
];

/** Zip code, base address, detailed address. */
export const STREETS = [
	['06164', '서울특별시 강남구 영동대로 513 (삼성동, 코엑스)', '101동 1203호'],
	['13561', '경기도 성남시 분당구 정자일로 95 "그린팩토리"', '1층/로비 + 보관함'],
	['48058', '부산광역시 해운대구 센텀중앙로 79', 'B동 7층, #705'],
	['63309', '제주특별자치도 제주시 첨단로 242', ''],
] as const;

/** Product number, seller's code, name, option, price in won. */
export const GOODS = [
	['4010000001', 'MUG/WHITE+330', '머그컵 "달" 330ml, 화이트 ☕', '색상: 화이트 / 크기: L', 12900],
	['4010000002', 'KIMCHI-1KG', '[무료배송] 포기김치 1kg + 1kg', '', 23800],
	['4010000003', 'TEE_100%', '티셔츠 100% 면, <남녀공용>', '사이즈: XL', 9900],
	['4010000004', 'CABLE 2M', 'USB‑C 케이블 2m & 어댑터 🔌', '길이: 2m', 7500],
	['4010000005', 'LAPTOP-15', '노트북 15.6" / 16GB', '', 1290000],
] as const;

export const MEMOS = ['문 앞에 놓아주세요 🙏', '부재 시, "경비실"에 맡겨 주세요', ''];
