// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry;

import dev.forager.config.TelemetryResource;
import dev.forager.pipeline.ServiceView.BuildInfo;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.resources.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Puts the resource together: what is detected, defaults, then what the configuration says. */
final class ResourceAttributes {
    private static final Path RANDOM = Path.of("/dev/urandom");

    private ResourceAttributes() {}

    /** Sorted by name; values are text, numbers, booleans or lists. */
    static Map<String, Object> of(
            TelemetryResource config, BuildInfo build, Map<String, String> defaults) {
        var all = new TreeMap<String, Object>();
        TelemetryResource.Detection detection = config.detection();
        if (detection != null) {
            all.putAll(ResourceDetectors.find(detection, Path.of("/")));
        }
        all.put("service.name", build.command());
        all.put("service.version", build.version());
        all.putAll(defaults);
        config.legacy()
                .forEach(
                        (key, value) -> {
                            if (value == null) {
                                all.remove(key);
                            } else {
                                all.put(key, value);
                            }
                        });
        for (TelemetryResource.Attribute attribute : config.attributes()) {
            if (attribute.value() != null) {
                all.put(attribute.name(), attribute.value());
            }
        }
        if (!config.legacy().containsKey("service.instance.id")) {
            all.computeIfAbsent("service.instance.id", key -> randomId());
        }
        return Collections.unmodifiableMap(all);
    }

    /** The same for the SDK. */
    static Resource sdk(Map<String, Object> attributes) {
        AttributesBuilder builder = Attributes.builder();
        attributes.forEach((key, value) -> put(builder, key, value));
        return Resource.create(builder.build());
    }

    static void put(AttributesBuilder builder, String key, Object value) {
        switch (value) {
            case Boolean flag -> builder.put(key, flag.booleanValue());
            case Double number -> builder.put(key, number.doubleValue());
            case Float number -> builder.put(key, number.doubleValue());
            case Number number -> builder.put(key, number.longValue());
            case List<?> list ->
                    builder.put(key, list.stream().map(String::valueOf).toArray(String[]::new));
            default -> builder.put(key, value.toString());
        }
    }

    /**
     * A UUID of version 4 (RFC 9562). Read from the kernel where there is one to ask: the JDK's
     * secure random loads its providers first, which is felt at start.
     */
    private static String randomId() {
        try (InputStream random = Files.newInputStream(RANDOM)) {
            ByteBuffer bytes = ByteBuffer.wrap(random.readNBytes(16));
            long high = (bytes.getLong() & ~0xF000L) | 0x4000L;
            long low = (bytes.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
            return new UUID(high, low).toString();
        } catch (IOException e) {
            return UUID.randomUUID().toString(); // no such device
        }
    }
}
