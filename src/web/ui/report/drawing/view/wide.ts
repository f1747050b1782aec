/** Whether there is room for two sheets beside each other. */
import { useEffect, useState } from "preact/hooks";

const wide = matchMedia("(min-width: 60rem)");

export function useWide(): boolean {
  const [isWide, setIsWide] = useState(wide.matches);
  useEffect(() => {
    const onChange = () => setIsWide(wide.matches);
    wide.addEventListener("change", onChange);
    return () => wide.removeEventListener("change", onChange);
  }, []);
  return isWide;
}
