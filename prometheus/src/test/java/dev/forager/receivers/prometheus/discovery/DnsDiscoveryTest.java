// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.config.RecordBinder;
import dev.forager.receivers.prometheus.config.DnsSdConfig;
import dev.forager.receivers.prometheus.scrape.TargetGroup;
import dev.forager.testkit.LogRecorder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Lookups over UDP, at a server on loopback. */
class DnsDiscoveryTest {
    private static List<Map<String, String>> targets(String config) throws Exception {
        try (var server = new DnsServer()) {
            var found = new LinkedBlockingQueue<List<TargetGroup>>();
            var discovery =
                    new DnsDiscovery(
                            RecordBinder.read(config, DnsSdConfig.class),
                            new DnsLookup(server.url()),
                            new LogRecorder().logger());
            Thread thread =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            discovery.run(found::add);
                                        } catch (InterruptedException end) {
                                            Thread.currentThread().interrupt();
                                        }
                                    });
            try {
                List<TargetGroup> groups = found.poll(30, TimeUnit.SECONDS);
                assertThat(groups).isNotNull().hasSize(1);
                return groups.getFirst().targets();
            } finally {
                thread.interrupt();
                thread.join();
            }
        }
    }

    @Test
    void srv_givesHostAndPort() throws Exception {
        assertThat(targets("{names: [_shop._tcp.test]}"))
                .containsExactly(
                        Map.of(
                                "__address__", "host.test:8080",
                                "__meta_dns_name", "_shop._tcp.test",
                                "__meta_dns_srv_record_target", "host.test.",
                                "__meta_dns_srv_record_port", "8080"));
    }

    @Test
    void a_givesAddressesWithThePortOfTheConfiguration() throws Exception {
        assertThat(targets("{names: [shop.test], type: A, port: 9100}"))
                .containsExactly(
                        Map.of("__address__", "10.1.2.3:9100", "__meta_dns_name", "shop.test"));
    }
}
