-- Whether a session is the stored one. Changes nothing. ARGV: 3 field  4 session id  5 login_seq
-- Returns 'current', 'over' (it was ended or replaced), or 'lost' (Redis knows neither it nor its end).
local raw = is_clean(SESSIONS, 'hash') and redis.call('HGET', SESSIONS, ARGV[3])
local held = raw and decoded(ARGV[3], raw)
if held and held.id == ARGV[4] and whole(held.seq) == ARGV[5] then return 'current' end
if held and held.seq > tonumber(ARGV[5]) then return 'over' end
if is_clean(GONE, 'zset') and was_buried(ARGV[4], tonumber(ARGV[5])) then return 'over' end
return 'lost'
