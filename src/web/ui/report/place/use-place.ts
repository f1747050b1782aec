/** The place in the address, followed and set. */
import { useCallback, useEffect, useState } from "preact/hooks";
import { formatPlace, parsePlace } from "./place.ts";
import type { Place } from "./place.ts";

export function usePlace(): readonly [Place, (change: Partial<Place>) => void] {
  const [place, setPlace] = useState(() => parsePlace(location.hash));
  useEffect(() => {
    const follow = () => setPlace(parsePlace(location.hash));
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  const move = useCallback((change: Partial<Place>) => {
    // Replaced, not pushed: Back leaves the report, and does not undo clicks one by one.
    history.replaceState(null, "", formatPlace({ ...parsePlace(location.hash), ...change }));
    setPlace(parsePlace(location.hash));
  }, []);
  return [place, move];
}
