package dev.weft.channel;

/** A channel is closed: nothing can be sent, or nothing is left to be received. */
public final class ChannelClosedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  ChannelClosedException(String message) {
    super(message);
  }
}
