package dev.weft.agent.descriptor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.SelectableChannel;
import java.util.concurrent.locks.ReentrantLock;

/** The locks that the JDK's channels hold while somebody uses them. Thread-safe. */
final class ChannelLocks {
  private final ClassValue<Fields> fields;

  /** Where a class of channels has its locks; null where it has none. */
  private record Fields(VarHandle reading, VarHandle writing) {}

  ChannelLocks(MethodHandles.Lookup trusted) {
    fields =
        new ClassValue<>() {
          @Override
          protected Fields computeValue(Class<?> type) {
            VarHandle reading = find(trusted, type, "readLock");
            return new Fields(
                reading == null ? find(trusted, type, "acceptLock") : reading,
                find(trusted, type, "writeLock"));
          }
        };
  }

  /** Null when the class has no such lock. */
  private static VarHandle find(MethodHandles.Lookup trusted, Class<?> type, String name) {
    try {
      return trusted.findVarHandle(type, name, ReentrantLock.class);
    } catch (NoSuchFieldException e) {
      return null;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The one for reading and accepting, or for writing; null when there is none. */
  ReentrantLock of(SelectableChannel channel, boolean reads) {
    Fields known = fields.get(channel.getClass());
    VarHandle field = reads ? known.reading() : known.writing();
    return field == null ? null : (ReentrantLock) field.get(channel);
  }
}
