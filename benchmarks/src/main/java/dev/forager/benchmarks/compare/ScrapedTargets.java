// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.compare;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many targets on one port, each on a path of its own, with the exposition of a machine: counters,
 * gauges and histograms, whose values are others every second. Thread-safe.
 */
final class ScrapedTargets implements AutoCloseable {
    /** Samples of each exposition. */
    static final int SAMPLES = 1000;

    /** Points of OTLP that it becomes, with the five that a scrape adds. */
    static final int POINTS = 600 + 200 + 20 + 5;

    private static final MediaType TEXT = MediaType.parse("text/plain; version=0.0.4");

    private final Server server;
    private final int count;
    private final AtomicLong scrapes = new AtomicLong();
    private volatile Page page = new Page(-1, HttpData.empty());

    private record Page(long second, HttpData body) {}

    ScrapedTargets(int count) {
        this.count = count;
        server =
                Server.builder()
                        .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .serviceUnder("/t/", (context, request) -> answer())
                        .build();
        server.start().join();
    }

    private HttpResponse answer() {
        scrapes.incrementAndGet();
        long second = System.nanoTime() / 1_000_000_000;
        Page present = page;
        if (present.second != second) {
            present =
                    new Page(second, HttpData.wrap(text(second).getBytes(StandardCharsets.UTF_8)));
            page = present;
        }
        return HttpResponse.of(HttpStatus.OK, TEXT, present.body);
    }

    private static String text(long second) {
        var out = new StringBuilder(100_000);
        for (int family = 0; family < 20; family++) {
            String name = "node_cpu_work_%d_seconds_total".formatted(family);
            head(out, name, "counter");
            for (int i = 0; i < 30; i++) {
                out.append(name).append("{cpu=\"").append(i).append("\",mode=\"system\"} ");
                out.append(second * (i + 1) + i / 8.0).append('\n');
            }
        }
        for (int family = 0; family < 10; family++) {
            String name = "node_disk_queue_%d".formatted(family);
            head(out, name, "gauge");
            for (int i = 0; i < 20; i++) {
                out.append(name).append("{device=\"nvme").append(i).append("n1\"} ");
                out.append((second + i) % 100).append('\n');
            }
        }
        for (int family = 0; family < 20; family++) {
            histogram(out, "http_request_duration_%d_seconds".formatted(family), second);
        }
        return out.toString();
    }

    private static void head(StringBuilder out, String name, String type) {
        out.append("# HELP ").append(name).append(" What the machine did.\n# TYPE ");
        out.append(name).append(' ').append(type).append('\n');
    }

    private static void histogram(StringBuilder out, String name, long second) {
        head(out, name, "histogram");
        for (int i = 0; i < 7; i++) {
            out.append(name).append("_bucket{le=\"");
            out.append(String.format(Locale.ROOT, "%.3f", 0.005 * (1 << i)));
            out.append("\"} ").append(second * (i + 1)).append('\n');
        }
        out.append(name).append("_bucket{le=\"+Inf\"} ").append(second * 8).append('\n');
        out.append(name).append("_sum ").append(second * 0.25).append('\n');
        out.append(name).append("_count ").append(second * 8).append('\n');
    }

    /** Scrapes that were answered so far. */
    long scrapes() {
        return scrapes.get();
    }

    /** The scrape configuration that names them all. */
    String scrapeConfig(int intervalSeconds) {
        var out = new StringBuilder();
        out.append("{job_name: load, scrape_interval: ").append(intervalSeconds);
        out.append("s, static_configs: [");
        for (int i = 0; i < count; i++) {
            out.append(i == 0 ? "" : ", ");
            out.append(
                    "{targets: ['127.0.0.1:%d'], labels: {__metrics_path__: /t/%2$d, instance: t%2$d}}"
                            .formatted(server.activeLocalPort(), i));
        }
        return out.append("]}").toString();
    }

    @Override
    public void close() {
        server.stop().join();
    }
}
