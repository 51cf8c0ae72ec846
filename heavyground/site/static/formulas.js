// Made from heavyground/models by `python -m heavyground.models`; a test compares them. Do not edit.
window.HeavyGround = window.HeavyGround || {};
window.HeavyGround.models = {
shared: (function () {
"use strict";
function lattice(number, count) {
const turn = ((number + 0.5) * Math.sqrt(count));
return (turn - Math.floor(turn));
}
function triangular(u, low, mode, high) {
const span = Math.max((high - low), 1e-300);
const left = ((mode - low) / span);
return ((u < left) ? (low + Math.sqrt(((u * span) * (mode - low)))) : (high - Math.sqrt((((1 - u) * span) * (high - mode)))));
}
return {lattice, triangular};
})(),
levy: (function () {
"use strict";
const GOAL = 200.0;
function liable(tonnes, months, kachin, collected) {
return ((((tonnes * months) / 12) * kachin) * collected);
}
function cash(paying, levy, rate) {
return (((paying * levy) / rate) / 1000000.0);
}
function in_kind(paying, ore_price, share, rate) {
return ((((paying * ore_price) * share) / rate) / 1000000.0);
}
function needed(levy, rate) {
return ((levy > 0) ? (((GOAL * 1000000.0) * rate) / Math.max(levy, 1e-09)) : NaN);
}
function outputs({tonnes, months, kachin, collected, levy, share, ore_price, rate}) {
const paying = liable(tonnes, months, kachin, collected);
const money = cash(paying, levy, rate);
const goods = in_kind(paying, ore_price, share, rate);
return {total: (money + goods), cash: money, kind: goods, of_goal: ((money + goods) / GOAL), burden: (levy / ore_price), paying: paying, needed: needed(levy, rate)};
}
return {liable, cash, in_kind, needed, outputs};
})(),
diversion: (function () {
"use strict";
const OXIDE_TO_METAL = 0.8713;
function ramped(age, ramp) {
const climb = Math.min(Math.max(age, 0), ramp);
return (((climb * climb) / (2 * ramp)) + Math.max((age - ramp), 0));
}
function running(year, start, ramp) {
return (ramped(((year + 1) - start), ramp) - ramped((year - start), ramp));
}
function treated(year, plant, start, ramp, passage, feed, kachin) {
return Math.min(((plant * running(year, start, ramp)) * passage), (feed * kachin));
}
function bid_per_kg(bid, rate, standard) {
return (((bid / rate) / standard) / 1000);
}
function levy_per_kg(levy, rate, grade) {
return (((levy / rate) / grade) / 1000);
}
function freight_per_kg(hill_km, hill_rate, plain_km, plain_rate, rupees, grade) {
return (((((hill_km * hill_rate) + (plain_km * plain_rate)) / rupees) / grade) / 1000);
}
function annuity(discount, life) {
return (discount / (1 - ((1 + discount) ** (-life))));
}
function capital_per_kg(capex, discount, life, passage) {
return ((passage > 0) ? (((capex * annuity(discount, life)) / Math.max(passage, 1e-12)) / 1000) : NaN);
}
function outputs({year, plant, decision, build, ramp, passage, premium, levy, feed, kachin, bid, levy_china, fee_china, standard, rate, rupees, grade, dy, tb, ndpr, recovery, hill_km, hill_rate, plain_km, plain_rate, processing, capex, discount, life, magnets, dy_in_magnets, metal_loss, ndpr_per_magnet, basket}) {
const start = (decision + build);
const reo = treated(year, plant, start, ramp, passage, feed, kachin);
const dysprosium = ((reo * dy) * recovery);
const neodymium = ((reo * ndpr) * recovery);
const need = (((magnets * dy_in_magnets) / OXIDE_TO_METAL) / (1 - metal_loss));
const china = bid_per_kg(bid, rate, standard);
const taxed = levy_per_kg(levy, rate, grade);
const freight = freight_per_kg(hill_km, hill_rate, plain_km, plain_rate, rupees, grade);
const idle = capital_per_kg(capex, discount, life, passage);
const ore = ((premium * (china - levy_per_kg(levy_china, rate, grade))) + taxed);
const cost = (((ore + freight) + processing) + idle);
const rival = (china + bid_per_kg(fee_china, rate, standard));
return {reo: reo, dy: dysprosium, tb: ((reo * tb) * recovery), ndpr: neodymium, of_intake: (reo / feed), of_dysprosium: (dysprosium / need), of_ndpr: (neodymium / (magnets * ndpr_per_magnet)), cost: cost, rival: rival, gap: (cost - rival), freight: ((plant > 0) ? freight : NaN), idle: idle, ore: ore, worth: (basket * recovery), capital: ((plant * capex) / 1000000.0), start: ((plant > 0) ? start : NaN)};
}
return {ramped, running, treated, bid_per_kg, levy_per_kg, freight_per_kg, annuity, capital_per_kg, outputs};
})()
};
