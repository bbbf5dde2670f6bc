package dev.weft.neighbours.targets;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers with the sum of a generator, and the loader that made it. */
public final class CountingServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    int n = Integer.parseInt(request.getParameter("n"));
    String loader = Counting.class.getClassLoader().getClass().getSimpleName();
    response.getWriter().print(Counting.sum(n) + " " + loader);
  }
}
