-- Whether a session is the stored one. Changes nothing. ARGV: 3 field  4 session id  5 login_seq
-- Returns 'current', 'over' (it was ended or replaced), 'taken' (somebody has taken it out), or 'lost' (Redis knows neither
-- it nor its end).
local raw = is_clean(SESSIONS, 'hash') and redis.call('HGET', SESSIONS, ARGV[3])
local held = raw and decoded(ARGV[3], raw)
if held and held.id == ARGV[4] and whole(held.seq) == ARGV[5] then return 'current' end
if held and held.seq > tonumber(ARGV[5]) then return 'over' end
local platform, device = string.match(ARGV[3], '^([^:]*):(.*)$')
if was_fenced_off(platform, device, tonumber(ARGV[5])) then return 'over' end
if is_clean(GONE, 'zset') then
  if was_buried(ARGV[4], tonumber(ARGV[5])) then return 'over' end
  -- Of very many ends the earliest are forgotten; this session's may be among them when it began before what is left.
  local oldest = redis.call('ZRANGE', GONE, 0, 0, 'WITHSCORES')
  if redis.call('ZCARD', GONE) >= MOST_GONE and math.floor(tonumber(ARGV[5]) / 1000) <= tonumber(oldest[2]) then
    return 'over'
  end
end
if not raw and is_clean(SESSIONS, 'hash') and was_taken_out(ARGV[3], tonumber(ARGV[5])) then return 'taken' end
return 'lost'
