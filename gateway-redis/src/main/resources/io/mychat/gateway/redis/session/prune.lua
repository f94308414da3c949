-- Takes out what is not a session any more. Returns how many are left.
local live, changed = load_clean()
if changed then finish(live) end
return #live
