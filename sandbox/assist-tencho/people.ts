/** Name, reading, postal code, prefecture, address. */
export const BUYERS = [
	['山田 太郎', 'ヤマダ タロウ', '150-0043', '東京都', '渋谷区道玄坂2-10-7 新大宗ビル "A"'],
	['髙橋 𠮷子', 'タカハシ ヨシコ', '530-0001', '大阪府', '大阪市北区梅田1丁目1-3'],
	['渡邉 誠', 'ワタナベ マコト', '060-0001', '北海道', '札幌市中央区北一条西2/3 + 4F'],
	['株式会社 サンプル商事', 'サンプルショウジ', '812-0011', '福岡県', '福岡市博多区博多駅前3-2-1'],
	['Anne-Marie O’Neil', 'アンマリー オニール', '231-0023', '神奈川県', '横浜市中区山下町1'],
] as const;

/** Code, title, price in yen without tax. */
export const GOODS = [
	['CHA/100+G', '宇治抹茶 100g【送料無料】🍵', 3980],
	['MUG-01', '信楽焼マグカップ "月", 白', 2480],
	['T-シャツ M', 'Tシャツ 綿100% <男女兼用>', 1990],
	['CABLE&2M', 'USB-Cケーブル 2m/黒', 890],
	['SAKE-720', '純米吟醸 𠮷乃川 720ml', 2200],
] as const;

export const SHOPS = ['本店', '楽天市場店', 'Yahoo!ショッピング店', 'Amazon店'] as const;
export const PAYMENTS = ['クレジットカード', '代金引換', '銀行振込', 'コンビニ(後払い)'] as const;
export const STATUSES = [
	'新規受付',
	'入金待ち',
	'発送待ち',
	'発送済み',
	'キャンセル',
	'返品',
] as const;
