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
import dev.forager.pipeline.LogMarkers;
import dev.forager.pipeline.ServiceView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.slf4j.Logger;

/**
 * The extensions of a service, in the order of {@code service::extensions}. Built, started, changed
 * and stopped by one thread; looked up by any.
 */
public final class Extensions {
    private final GraphSettings settings;
    private final Logger logger;
    private final List<Aid> started = new ArrayList<>();
    private volatile Next present;

    private Extensions(GraphSettings settings, Next first) {
        this.settings = settings;
        this.logger = logger(settings);
        this.present = first;
    }

    private static Logger logger(GraphSettings settings) {
        return settings.telemetry().logger(Extensions.class.getName(), Map.of());
    }

    /** An extension and what it was made from. */
    record Aid(Part<?> part, Extension extension, Instance instance) {}

    /**
     * Extensions that are built and not started yet, except for those that stay.
     *
     * @param all in the order of the configuration
     * @param added those that are new, in the same order
     */
    record Next(SequencedMap<ComponentId, Aid> all, List<Aid> added) {
        /** Whether those that are asked for were there before. */
        boolean stay(Set<ComponentId> ids) {
            return ids.stream().allMatch(id -> all.containsKey(id) && !added.contains(all.get(id)));
        }

        /** What it was built from. */
        List<Part<?>> parts() {
            return all.values().stream().<Part<?>>map(Aid::part).toList();
        }
    }

    /**
     * Makes them; nothing is opened or started.
     *
     * @throws BuildException when a factory refuses
     */
    public static Extensions build(List<Part<?>> parts, GraphSettings settings)
            throws BuildException {
        return new Extensions(settings, next(parts, List.of(), settings));
    }

    /**
     * Makes those that are to run next and do not yet.
     *
     * @param running those that run and may stay
     * @throws BuildException when a factory refuses
     */
    Next next(List<Part<?>> parts, List<Aid> running) throws BuildException {
        return next(parts, running, settings);
    }

    private static Next next(List<Part<?>> parts, List<Aid> running, GraphSettings settings)
            throws BuildException {
        Map<ComponentId, Aid> staying = staying(parts, running);
        var all = new LinkedHashMap<ComponentId, Aid>();
        var added = new ArrayList<Aid>();
        try {
            for (Part<?> part : parts) {
                Aid aid = staying.get(part.id());
                if (aid == null) {
                    aid = make(part, settings);
                    added.add(aid);
                }
                all.put(part.id(), aid);
            }
        } catch (BuildException refused) {
            added.forEach(aid -> aid.instance().discard());
            throw refused;
        }
        return new Next(all, added);
    }

    /** Those whose configuration is the same, and that hold only such. */
    private static Map<ComponentId, Aid> staying(List<Part<?>> parts, List<Aid> running) {
        var staying = new LinkedHashMap<ComponentId, Aid>();
        for (Aid aid : running) {
            if (parts.contains(aid.part())) {
                staying.put(aid.part().id(), aid);
            }
        }
        while (staying.values()
                .removeIf(aid -> !staying.keySet().containsAll(aid.instance().lookups()))) {
            // One that goes may have been held by another.
        }
        return staying;
    }

    private static Aid make(Part<?> part, GraphSettings settings) throws BuildException {
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
                    Culprit.of(part),
                    fault);
        }
        var key = new ServiceView.Instance(ComponentKind.EXTENSION, part.id(), null, null);
        return new Aid(part, extension, new Instance(key, extension, own));
    }

    private static <C extends Record> Extension create(Part<C> part, ExtensionSettings settings) {
        return ((ExtensionFactory<C>) part.factory()).create(part.config(), settings);
    }

    /** Their ids, in the order in which they start. */
    public List<ComponentId> ids() {
        return List.copyOf(present.all().keySet());
    }

    /** Those that are looked up now. */
    Next present() {
        return present;
    }

    /** What was started and has not been stopped. */
    List<Aid> started() {
        return List.copyOf(started);
    }

    /**
     * One of them.
     *
     * @throws IllegalArgumentException when there is none with this id, or it is no {@code type}
     */
    public <T> T find(ComponentId id, Class<T> type) {
        Aid aid = present.all().get(id);
        if (aid == null) {
            throw new IllegalArgumentException(
                    "extension \"%s\": not found (expected: listed under service::extensions)"
                            .formatted(id));
        }
        if (!type.isInstance(aid.extension())) {
            throw new IllegalArgumentException(
                    "extension \"%s\": wrong kind (expected: a %s)"
                            .formatted(id, type.getSimpleName()));
        }
        return type.cast(aid.extension());
    }

    /**
     * Starts them in order.
     *
     * @throws StartException at the first that does not start; {@link #stop} is still to be called
     */
    public void start(Host host, Statuses statuses) throws StartException {
        logger.info("Starting extensions...");
        for (Aid aid : present.all().values()) {
            start(aid, host, statuses);
        }
    }

    /** These are looked up from now on. */
    void use(Next next) {
        present = next;
    }

    /** Starts one of them. */
    void start(Aid aid, Host host, Statuses statuses) throws StartException {
        Instance instance = aid.instance();
        started.add(aid);
        instance.logger().info("Extension is starting...");
        try {
            instance.start(host, statuses);
        } catch (Exception failure) {
            instance.logger()
                    .atError()
                    .addMarker(LogMarkers.NO_STACK)
                    .addKeyValue("error", Reason.of(failure))
                    .log("Failed to start extension");
            throw new StartException(
                    "failed to start extensions: " + Reason.of(failure),
                    Culprit.of(aid.part()),
                    failure);
        }
        instance.logger().info("Extension started.");
    }

    /** From now on other hands stop this one. */
    void release(Aid aid) {
        started.remove(aid);
    }

    /** Tells them that all pipelines run. */
    public void ready() {
        present.all().values().forEach(aid -> aid.extension().ready());
    }

    /** Tells those that were started that the pipelines begin to stop. */
    public void notReady() {
        started.forEach(aid -> aid.extension().notReady());
    }

    /** Stops what was started, the last first. */
    public void stop(Deadline deadline, Statuses statuses) {
        logger.info("Stopping extensions...");
        for (Aid aid : started.reversed()) {
            aid.instance().stop(deadline, statuses);
        }
        started.clear();
    }
}
