package dev.weft.report;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** What JMX sees. */
final class BlockingReportBean implements BlockingReportMXBean {
  private static final String NAME = "dev.weft:type=BlockingReport";

  private BlockingReportBean() {}

  static void register() {
    try {
      ManagementFactory.getPlatformMBeanServer()
          .registerMBean(new BlockingReportBean(), new ObjectName(NAME));
    } catch (JMException e) {
      throw new IllegalStateException("cannot register " + NAME + " with JMX", e);
    }
  }

  @Override
  public int getPlaces() {
    return BlockingCalls.rows().size();
  }

  @Override
  public long getCalls() {
    return BlockingCalls.rows().stream().mapToLong(BlockingRow::calls).sum();
  }

  @Override
  public String report() {
    return BlockingReport.text();
  }

  @Override
  public void reset() {
    BlockingCalls.reset();
  }
}
