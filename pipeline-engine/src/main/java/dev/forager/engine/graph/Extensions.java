// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ComponentKind;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.Extension;
import dev.forager.pipeline.ExtensionFactory;
import dev.forager.pipeline.ExtensionSettings;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.ServiceView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;

/**
 * The extensions of a service, in the order of {@code service::extensions}. Built, started and
 * stopped by one thread; looked up by any.
 */
public final class Extensions {
    private final Map<ComponentId, Extension> extensions = new LinkedHashMap<>();
    private final List<Instance> instances = new ArrayList<>();
    private final List<Instance> started = new ArrayList<>();
    private final Logger logger;

    private Extensions(Logger logger) {
        this.logger = logger;
    }

    /**
     * Makes them; nothing is opened or started.
     *
     * @throws BuildException when a factory refuses
     */
    public static Extensions build(List<Part<?>> parts, GraphSettings settings)
            throws BuildException {
        var built =
                new Extensions(settings.telemetry().logger(Extensions.class.getName(), Map.of()));
        for (Part<?> part : parts) {
            built.add(part, settings);
        }
        return built;
    }

    private void add(Part<?> part, GraphSettings settings) throws BuildException {
        var logs = new ComponentLogs(settings.telemetry());
        Logger own = logs.logger(part, null, null);
        var forFactory =
                new ExtensionSettings(
                        part.id(),
                        own,
                        logs.meter(part.factory()),
                        settings.clock(),
                        settings.memory(),
                        settings.build(),
                        settings.gates());
        Extension extension;
        try {
            extension = create(part, forFactory);
        } catch (RuntimeException fault) {
            throw new BuildException(
                    "failed to build extensions: failed to create extension \"%s\": %s"
                            .formatted(part.id(), Reason.of(fault)),
                    fault);
        }
        extensions.put(part.id(), extension);
        var key = new ServiceView.Instance(ComponentKind.EXTENSION, part.id(), null, null);
        instances.add(new Instance(key, extension, own));
    }

    private static <C extends Record> Extension create(Part<C> part, ExtensionSettings settings) {
        return ((ExtensionFactory<C>) part.factory()).create(part.config(), settings);
    }

    /** Their ids, in the order in which they start. */
    public List<ComponentId> ids() {
        return List.copyOf(extensions.keySet());
    }

    /**
     * One of them.
     *
     * @throws IllegalArgumentException when there is none with this id, or it is no {@code type}
     */
    public <T> T find(ComponentId id, Class<T> type) {
        Extension extension = extensions.get(id);
        if (extension == null) {
            throw new IllegalArgumentException(
                    "extension \"%s\": not found (expected: listed under service::extensions)"
                            .formatted(id));
        }
        if (!type.isInstance(extension)) {
            throw new IllegalArgumentException(
                    "extension \"%s\": wrong kind (expected: a %s)"
                            .formatted(id, type.getSimpleName()));
        }
        return type.cast(extension);
    }

    /**
     * Starts them in order.
     *
     * @throws StartException at the first that does not start; {@link #stop} is still to be called
     */
    public void start(Function<ServiceView.Instance, Host> hosts, Statuses statuses)
            throws StartException {
        logger.info("Starting extensions...");
        for (Instance instance : instances) {
            started.add(instance);
            instance.logger().info("Extension is starting...");
            try {
                instance.start(hosts.apply(instance.key()), statuses);
            } catch (Exception failure) {
                instance.logger()
                        .atError()
                        .addKeyValue("error", Reason.of(failure))
                        .log("Failed to start extension");
                throw new StartException(
                        "failed to start extensions: " + Reason.of(failure), failure);
            }
            instance.logger().info("Extension started.");
        }
    }

    /** Tells them that all pipelines run. */
    public void ready() {
        extensions.values().forEach(Extension::ready);
    }

    /** Tells those that were started that the pipelines begin to stop. */
    public void notReady() {
        for (Instance instance : started) {
            Extension extension = extensions.get(instance.key().id());
            if (extension != null) {
                extension.notReady();
            }
        }
    }

    /** Stops what was started, the last first. */
    public void stop(Deadline deadline, Statuses statuses) {
        logger.info("Stopping extensions...");
        for (Instance instance : started.reversed()) {
            instance.stop(deadline, statuses);
        }
        started.clear();
    }
}
