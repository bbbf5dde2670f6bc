package existing;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Pages that refer to each other, of up to 20 KB. */
final class Site {
  /** How many pages there are. */
  static final int PAGES = 300;

  private Site() {}

  static String page(int number) {
    StringBuilder page = new StringBuilder("<html><h1>Page " + number + "</h1>\n");
    for (int next : new int[] {number * 2 + 1, number * 2 + 2, number + 7}) {
      if (next < PAGES) {
        page.append("<a href=\"/page/").append(next).append("\">").append(next).append("</a>\n");
      }
    }
    page.append("<p>").append(("text " + number + ' ').repeat(number * 37 % 2_000)).append("</p>");
    return page.append("</html>\n").toString();
  }

  static long checksum(String page) {
    CRC32 sum = new CRC32();
    sum.update(page.getBytes(StandardCharsets.UTF_8));
    return sum.getValue();
  }
}
