-- In front of the scripts of nodes: takes out keys of another type, which nobody of us wrote.
-- KEYS: 1 nodes:leases  2 nodes:info  3 nodes:dead  4 nodes:unclean  5 nodes:last  6 nodes:reasons
for i, kind in ipairs({'zset', 'hash', 'zset', 'set', 'string', 'hash'}) do
  local found = redis.call('TYPE', KEYS[i]).ok
  if found ~= 'none' and found ~= kind then redis.call('DEL', KEYS[i]) end
end
