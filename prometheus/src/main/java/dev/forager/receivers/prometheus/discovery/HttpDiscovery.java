// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.discovery;

import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.pipeline.config.SectionReader;
import dev.forager.receivers.prometheus.config.StaticConfig;
import dev.forager.receivers.prometheus.scrape.TargetGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;

/**
 * Targets that a server names as a JSON list of groups. While it cannot be asked the targets stay
 * as they were.
 *
 * @see <a href="https://prometheus.io/docs/prometheus/latest/http_sd/">HTTP SD</a>
 */
public final class HttpDiscovery implements Discovery {
    private final String url;
    private final Duration interval;
    private final DocumentSource source;
    private final SectionReader reader;
    private final Logger log;

    /** Asks at each interval. */
    public HttpDiscovery(
            String url,
            Duration interval,
            DocumentSource source,
            SectionReader reader,
            Logger log) {
        this.url = url;
        this.interval = interval;
        this.source = source;
        this.reader = reader;
        this.log = log;
    }

    @Override
    public void run(Consumer<List<TargetGroup>> found) throws InterruptedException {
        var never = new CountDownLatch(1);
        String last = "";
        do {
            try {
                String document = source.get(url);
                if (!document.equals(last)) {
                    List<StaticConfig> configs = reader.readList(document, StaticConfig.class, url);
                    found.accept(Groups.of(configs, url, "__meta_url"));
                    last = document;
                }
            } catch (IOException | InvalidConfigException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedException();
                }
                log.atError()
                        .addKeyValue("url", url)
                        .addKeyValue("err", e.getMessage())
                        .log("Unable to refresh target groups");
            }
        } while (!never.await(interval.toNanos(), TimeUnit.NANOSECONDS));
    }
}
