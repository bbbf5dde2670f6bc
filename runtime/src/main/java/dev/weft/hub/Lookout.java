package dev.weft.hub;

import dev.weft.abi.Hold;

/** Makes threads look whether they were asked for what they hold. Threads: any. */
abstract class Lookout extends Hold {
  static void begin() {
    watch(1);
  }

  static void end() {
    watch(-1);
  }
}
