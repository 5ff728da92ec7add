package claim

// unitNames maps the units of Value to the words for them.
var unitNames = map[string]string{
	"second": "second seconds", "minute": "minute minutes", "hour": "hour hours", "day": "day days", "night": "night nights", "weekend": "weekend weekends",
	"week": "week weeks", "fortnight": "fortnight fortnights", "month": "month months", "quarter": "quarter quarters", "year": "year years",
	"decade": "decade decades", "century": "century centuries", "millennium": "millennium millennia", "semester": "semester semesters", "generation": "generation generations",
	"%": "% percent percentage pct ٪ ％", "‰": "‰",
	"USD": "$ dollar dollars usd", "EUR": "€ euro euros eur", "GBP": "£ pound gbp", "JPY": "¥ yen jpy", "CNY": "yuan renminbi cny", "INR": "₹ rupee rupees inr rs",
	"RUB": "₽ rouble roubles ruble rubles rub", "KRW": "₩ won", "ILS": "₪ shekel shekels", "TRY": "₺ lira", "PHP": "₱", "NGN": "₦ naira", "VND": "₫",
	"AUD": "aud", "CAD": "cad", "NZD": "nzd", "CHF": "chf franc francs", "MXN": "peso pesos", "SEK": "krona kronor", "NOK": "krone", "ZAR": "rand",
	"THB": "baht", "MYR": "ringgit", "IDR": "rupiah", "BRL": "real reais", "PLN": "zloty", "HUF": "forint", "SAR": "riyal riyals", "IRR": "rial rials",
	"UAH": "hryvnia", "AED": "dirham dirhams", "cent": "cent cents", "penny": "pence", "shilling": "shilling shillings", "dinar": "dinar dinars",
	"km": "km kms kilometer kilometers kilometre kilometres", "m": "m metre metres meter meters", "cm": "cm centimeter centimeters centimetre centimetres",
	"mm": "mm millimeter millimeters millimetre millimetres", "mi": "mi mile miles", "yd": "yard yards yd", "ft": "ft foot feet", "in": "inch inches",
	"nmi": "nmi", "ly": "ly lightyear", "AU": "au",
	"km²": "km² sqkm", "ha": "ha hectare hectares", "acre": "acre acres", "m²": "m²",
	"kg": "kg kgs kilogram kilograms kilo kilos kilogramme kilogrammes", "g": "g gram grams gramme grammes", "mg": "mg milligram milligrams",
	"t": "tonne tonnes", "ton": "ton tons", "lb": "lb lbs pounds", "oz": "oz ounce ounces",
	"l": "l liter liters litre litres", "ml": "ml", "gal": "gallon gallons", "bbl": "barrel barrels bbl",
	"km/h": "kmh kph km/h", "mph": "mph", "kn": "knot knots kt", "m/s": "m/s",
	"°C": "°c celsius", "°F": "°f fahrenheit", "K": "kelvin", "°": "° degree degrees",
	"W": "watt watts", "kW": "kw kilowatt kilowatts", "MW": "mw megawatt megawatts", "GW": "gw gigawatt gigawatts", "kWh": "kwh", "MWh": "mwh",
	"Hz": "hz hertz", "kHz": "khz", "MHz": "mhz", "GHz": "ghz", "B": "byte bytes", "kB": "kb kilobyte kilobytes", "MB": "mb megabyte megabytes",
	"GB": "gb gigabyte gigabytes", "TB": "tb terabyte terabytes", "Pa": "pa", "hPa": "hpa hectopascals", "mbar": "mbar millibars millibar",
	"Sv": "sievert sieverts", "mSv": "msv millisievert millisieverts", "dB": "db decibel decibels", "cal": "calorie calories",
	"pp": "points point", "seat": "seat seats", "vote": "vote votes",
}

// unitConversions maps the physical units of Value to their base unit and factor.
var unitConversions = map[string]struct {
	base   string
	factor float64
}{
	"km": {
		"m",
		1000,
	}, "m": {"m", 1}, "cm": {"m", 0.01}, "mm": {"m", 0.001}, "mi": {"m", 1609.344}, "yd": {"m", 0.9144}, "ft": {"m", 0.3048}, "in": {"m", 0.0254},
	"nmi": {"m", 1852}, "ly": {"m", 9.4607e15}, "AU": {"m", 1.495979e11},
	"km²": {"m²", 1e6}, "ha": {"m²", 1e4}, "acre": {"m²", 4046.856}, "m²": {"m²", 1}, "mi²": {"m²", 2589988},
	"kg": {
		"kg",
		1,
	}, "g": {"kg", 0.001}, "mg": {"kg", 1e-6}, "t": {"kg", 1000}, "ton": {"kg", 907.18474}, "lb": {"kg", 0.45359237}, "oz": {"kg", 0.028349523},
	"l": {"l", 1}, "ml": {"l", 0.001}, "gal": {"l", 3.785411784}, "bbl": {"l", 158.987},
	"km/h": {"m/s", 1 / 3.6}, "mph": {"m/s", 0.44704}, "kn": {"m/s", 0.514444}, "m/s": {"m/s", 1},
	"W": {"W", 1}, "kW": {"W", 1e3}, "MW": {"W", 1e6}, "GW": {"W", 1e9}, "kWh": {"kWh", 1}, "MWh": {"kWh", 1000},
	"Hz": {"Hz", 1}, "kHz": {"Hz", 1e3}, "MHz": {"Hz", 1e6}, "GHz": {"Hz", 1e9},
	"B": {"B", 1}, "kB": {"B", 1e3}, "MB": {"B", 1e6}, "GB": {"B", 1e9}, "TB": {"B", 1e12},
	"Pa": {"Pa", 1}, "hPa": {"Pa", 100}, "mbar": {"Pa", 100}, "Sv": {"Sv", 1}, "mSv": {"Sv", 0.001},
	"°C": {"K", 1}, "°F": {"K", 5. / 9}, "K": {"K", 1}, "°": {"°", 1}, "dB": {"dB", 1}, "cal": {"cal", 1},
	"second": {
		"second",
		1,
	}, "minute": {"second", 60}, "hour": {"second", 3600}, "day": {"day", 1}, "night": {"day", 1}, "week": {"day", 7}, "fortnight": {"day", 14},
	"month": {
		"month",
		1,
	}, "quarter": {"month", 3}, "year": {"month", 12}, "decade": {"month", 120}, "century": {"month", 1200}, "millennium": {"month", 12000},
}

// unitOffsets are added, in the base unit, to scales whose zero is not the base unit's.
var unitOffsets = map[string]float64{"°C": 273.15, "°F": 459.67 * 5 / 9}

// Base returns a value's Low and High in the base unit of its dimension: metres, kilograms, kelvins,
// seconds, days, months. A unit without a known conversion is its own base.
func (v Value) Base() (low, high float64, unit string) {
	m, ok := unitConversions[v.Unit]
	if !ok {
		return v.Low, v.High, v.Unit
	}
	return v.Low*m.factor + unitOffsets[v.Unit], v.High*m.factor + unitOffsets[v.Unit], m.base
}
