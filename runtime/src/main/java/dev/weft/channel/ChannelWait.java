package dev.weft.channel;

import dev.weft.abi.FrameStack;
import dev.weft.waiting.Waiter;

/**
 * A wait in a channel, to send what it offers. It ends with an exception when the channel is
 * closed, so that the operation needs no frame to look.
 */
class ChannelWait extends Waiter {
  ChannelWait(Object owner, Channel<?> channel) {
    super(owner, channel);
  }

  @Override
  protected void woken() {
    if (value() == Channel.CLOSED) {
      throw ((Channel<?>) blocker()).closed();
    }
  }

  /** A wait for a value. */
  static final class ForValue extends ChannelWait {
    private final boolean iterates;

    /**
     * A wait for a value.
     *
     * @param iterates whether {@link Channel#CLOSED} is a value, too, and the method that waits has
     *     a frame, which looks whether it was woken
     */
    ForValue(Object owner, Channel<?> channel, boolean iterates) {
      super(owner, channel);
      this.iterates = iterates;
    }

    @Override
    protected void woken() {
      if (!iterates) {
        super.woken();
      }
    }

    /** What came of it; null when it was not woken. */
    Object received(boolean woken) {
      return woken ? value() : null;
    }

    @Override
    protected void returnTo(FrameStack stack) {
      if (iterates) {
        super.returnTo(stack);
      } else {
        FrameStack.returnReference(received(isWoken()), stack);
      }
    }
  }
}
