-- The user's sessions in login order. Changes nothing.
local live = load()
return raws(live)
