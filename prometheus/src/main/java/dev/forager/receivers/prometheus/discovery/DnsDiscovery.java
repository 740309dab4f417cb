// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.discovery;

import dev.forager.receivers.prometheus.config.DnsSdConfig;
import dev.forager.receivers.prometheus.scrape.TargetGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Targets that the DNS names. While a name cannot be looked up its targets stay as they were. */
public final class DnsDiscovery implements Discovery {
    private final DnsSdConfig config;
    private final DnsLookup lookup;
    private final Logger log;
    private final Map<String, TargetGroup> groups = new LinkedHashMap<>();

    /** Asks the servers of the system. */
    public DnsDiscovery(DnsSdConfig config, Logger log) {
        this(config, new DnsLookup(""), log);
    }

    DnsDiscovery(DnsSdConfig config, DnsLookup lookup, Logger log) {
        this.config = config;
        this.lookup = lookup;
        this.log = log;
    }

    @Override
    public void run(Consumer<List<TargetGroup>> found) throws InterruptedException {
        var never = new CountDownLatch(1);
        List<TargetGroup> last = null;
        do {
            config.names().forEach(this::refresh);
            List<TargetGroup> now = List.copyOf(groups.values());
            if (!now.equals(last)) {
                found.accept(now);
                last = now;
            }
        } while (!never.await(config.refreshInterval().value().toNanos(), TimeUnit.NANOSECONDS));
    }

    private void refresh(String name) {
        try {
            List<Map<String, String>> targets = new ArrayList<>();
            for (String record : lookup.records(name, config.type())) {
                Map<String, String> target = target(name, record);
                if (target != null) {
                    targets.add(target);
                }
            }
            groups.put(name, new TargetGroup(name, targets, Map.of()));
        } catch (NamingException e) {
            log.atError()
                    .addKeyValue("name", name)
                    .addKeyValue("err", e.toString())
                    .log("Error refreshing DNS targets");
        }
    }

    private @Nullable Map<String, String> target(String name, String record) {
        String[] fields = record.split(" ");
        String last = fields[fields.length - 1];
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("__meta_dns_name", name);
        switch (config.type()) {
            case "SRV" -> {
                if (fields.length < 4) {
                    return null;
                }
                labels.put("__address__", address(withoutDot(last), fields[2]));
                labels.put("__meta_dns_srv_record_target", last);
                labels.put("__meta_dns_srv_record_port", fields[2]);
            }
            case "MX" -> {
                labels.put("__address__", address(withoutDot(last), port()));
                labels.put("__meta_dns_mx_record_target", last);
            }
            case "NS" -> {
                labels.put("__address__", address(withoutDot(last), port()));
                labels.put("__meta_dns_ns_record_target", last);
            }
            default -> labels.put("__address__", address(record, port()));
        }
        return labels;
    }

    private String port() {
        return String.valueOf(config.port());
    }

    private static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static String address(String host, String port) {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
