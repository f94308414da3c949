-- Takes back an attempt to log in whose answer was lost: it may have been carried out, or be carried out later.
-- ARGV: 3 field  4 names the attempt. Returns 1 when a seat was taken back, else 0.
local live, changed = load_clean()
redis.call('ZADD', GONE, now, 'A:' .. ARGV[4])
redis.call('ZREMRANGEBYRANK', GONE, 0, -MOST_GONE - 1)
redis.call('PEXPIRE', GONE, ARGV[2])
local stay, cancelled = {}, 0
for _, entry in ipairs(live) do
  if entry.field == ARGV[3] and entry.attempt == ARGV[4] then
    take_out(entry.field)
    bury(entry, 'K')
    remember_seq(entry.seq)
    cancelled = 1
  else
    stay[#stay + 1] = entry
  end
end
if changed or cancelled > 0 then finish(stay) end
return cancelled
