// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import dev.forager.receivers.ebpf.cgroup.Cgroup;
import dev.forager.receivers.ebpf.cgroup.CgroupTable;
import dev.forager.receivers.ebpf.probe.CgroupMount;
import dev.forager.receivers.ebpf.probe.HostFacts;
import dev.forager.receivers.ebpf.probe.Probe;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.BpfMap;
import dev.forager.receivers.ebpf.sys.Btf;
import dev.forager.receivers.ebpf.sys.KernelTypes;
import dev.forager.receivers.ebpf.sys.LibBpf;
import dev.forager.receivers.ebpf.sys.RingBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The kernel side of the process: one for all receivers, made when the first of them starts and
 * undone when the last stops. Thread-safe.
 *
 * <p>Nothing is pinned, so the kernel removes all programs and maps also when the process is
 * killed.
 *
 * <p>Longer than most files: what is loaded, shared and unloaded stands under one lock.
 */
public final class EbpfRuntime {
    private static final Shared SHARED = new Shared();
    private static final String CRITICAL = "fg_critical";
    private static final String BULK = "fg_bulk";

    /** Maps that exist once, whichever object declares them. */
    private static final List<String> SHARED_MAPS =
            List.of(
                    CRITICAL,
                    BULK,
                    "fg_stats",
                    "fg_sequence",
                    "fg_config",
                    "fg_rates",
                    "fg_target_group",
                    "fg_target_slot",
                    "fg_target_task",
                    "fg_target_port");

    private final RuntimeSettings settings;
    private final LibBpf library;
    private final HostFacts facts;
    private final KernelTypes types;
    private final CgroupPlaces places;
    private final LoadedObject core;
    private final List<BpfMap> sharedMaps = new ArrayList<>();
    private final KernelStats stats;
    private final KernelKnobs knobs;
    private final SharedParts parts = new SharedParts();
    private final Backpressure pressure = new Backpressure(System::nanoTime);
    private final EventPump critical;
    private final EventPump bulk;
    private final CgroupTable cgroups;
    private final Map<String, OpenObject> objects = new HashMap<>();
    private final Set<LoadedObject> apart = new HashSet<>();
    private final long startedNs = System.nanoTime();

    /** The one runtime of the process, and how many use it. */
    private static final class Shared {
        @Nullable EbpfRuntime runtime;
        int users;
    }

    private static final class OpenObject {
        final LoadedObject object;
        int users;

        OpenObject(LoadedObject object) {
            this.object = object;
        }

        boolean closedIfUnused() {
            if (users > 0) {
                return false;
            }
            object.close();
            return true;
        }
    }

    /**
     * The runtime of the process, made with these settings if there is none yet. Each call needs
     * one {@link #release}.
     *
     * @throws BpfException when the kernel allows nothing at all
     */
    public static EbpfRuntime acquire(
            LibBpf library, HostFacts facts, RuntimeSettings settings, Logger logger)
            throws BpfException {
        synchronized (SHARED) {
            EbpfRuntime runtime = SHARED.runtime;
            if (runtime == null) {
                runtime = new EbpfRuntime(library, facts, settings, logger);
                SHARED.runtime = runtime;
            } else if (!runtime.settings.target().equals(settings.target())) {
                throw new IllegalStateException(
                        "target: another ebpf receiver of this process observes another target"
                                + " (expected: the same target for all of them, since the programs"
                                + " in the kernel are shared)");
            } else if (!runtime.settings.equals(settings)) {
                logger.warn(
                        "Another ebpf receiver has set up the kernel side already: its runtime,"
                                + " ring_buffer and rates of limits hold, not these");
            }
            SHARED.users++;
            return runtime;
        }
    }

    /** Gives the runtime back; the last one to do so undoes everything. */
    public void release() {
        synchronized (SHARED) {
            if (SHARED.runtime == this && --SHARED.users == 0) {
                SHARED.runtime = null;
                close();
            }
        }
    }

    private EbpfRuntime(LibBpf library, HostFacts facts, RuntimeSettings settings, Logger logger)
            throws BpfException {
        this.settings = settings;
        this.library = library;
        this.facts = facts;
        places = new CgroupPlaces(facts.cgroups().v2());
        Btf kernel = kernelTypes();
        types = excerpt(kernel, logger);
        core = loadCore();
        try {
            for (String each : SHARED_MAPS) {
                sharedMaps.add(core.map(each));
            }
            stats = new KernelStats(core.map("fg_stats"), core.btf());
            knobs = new KernelKnobs(core.map("fg_config"), core.btf(), settings);
            if (facts.cgroups().v1() != null && kernel != null) {
                knobs.useV1(facts.cgroups().v1(), kernel);
            }
            critical =
                    pump(
                            "critical",
                            CRITICAL,
                            settings.criticalBytes(),
                            knobs::criticalAtOnce,
                            logger);
            bulk = pump("bulk", BULK, settings.bulkBytes(), knobs::bulkAtOnce, logger);
        } catch (BpfException e) {
            core.close();
            types.close();
            throw e;
        }
        cgroups = table(facts);
        new CgroupEvents(core, cgroups, facts.cgroups().v1()).follow(this, logger);
        if (settings.adaptiveSampling()) {
            var _ = pressure.follow(shift -> sample(shift, logger));
        }
        critical.start();
        bulk.start();
    }

    private void sample(int shift, Logger logger) {
        try {
            knobs.sample(shift);
            logger.debug("Of events that may be left out, one in {} goes out", 1 << shift);
        } catch (BpfException e) {
            logger.warn("Sampling could not be changed: {}", e.getMessage());
        }
    }

    /** What the pipelines refuse, and so what is sampled. */
    public Backpressure pressure() {
        return pressure;
    }

    /** The table of control groups of a host. */
    public static CgroupTable table(HostFacts facts) {
        CgroupMount.V1 v1 = facts.cgroups().v1();
        return new CgroupTable(
                facts.cgroups().v2(), v1 == null ? null : v1.path(), System::nanoTime);
    }

    /** The kernel's types; null where they cannot be read: libbpf may still find them. */
    private @Nullable Btf kernelTypes() {
        try {
            return KernelTypes.read(settings.kernelBtf());
        } catch (BpfException e) {
            return null;
        }
    }

    /** What objects are relocated by. */
    private KernelTypes excerpt(@Nullable Btf kernel, Logger logger) {
        try {
            if (kernel != null) {
                return KernelTypes.excerpt(library, kernel, ObjectSpec.ownElfs());
            }
        } catch (BpfException e) {
            logger.debug("All types of the kernel are read for each object: {}", e.getMessage());
        }
        return KernelTypes.all(settings.btf());
    }

    private LoadedObject loadCore() throws BpfException {
        var spec =
                new ObjectSpec(
                        "core",
                        Map.of(CRITICAL, settings.criticalBytes(), BULK, settings.bulkBytes()));
        try {
            return LoadedObject.load(
                    library, spec, List.of(), types.path(), places, allocatesLater());
        } catch (BpfException e) {
            types.close();
            throw e;
        }
    }

    private EventPump pump(
            String name, String map, long size, RingThread.Alarm alarm, Logger logger)
            throws BpfException {
        return new EventPump(
                name,
                RingBuffer.map(core.map(map), size),
                Event.Offsets.of(core.btf()),
                settings.maxDelay(),
                alarm,
                logger);
    }

    /**
     * The object of a scenario, loaded if it is not yet. Each call needs one {@link
     * #close(ObjectSpec)}.
     */
    public synchronized LoadedObject open(ObjectSpec spec) throws BpfException {
        OpenObject open = objects.get(spec.name());
        if (open == null) {
            open = new OpenObject(loadShared(spec));
            objects.put(spec.name(), open);
        }
        open.users++;
        return open.object;
    }

    private LoadedObject loadShared(ObjectSpec spec) throws BpfException {
        return LoadedObject.load(library, spec, sharedMaps, types.path(), places, allocatesLater());
    }

    /**
     * Whether entries of maps by CPU, and histograms, may be allocated when they come. Before Linux
     * 6.1 a program that the scheduler calls could not; to have all of them from the start takes
     * tens of milliseconds, and 16 MB beside what is for each CPU.
     */
    private boolean allocatesLater() {
        return facts.isKernelAtLeast(6, 1);
    }

    /**
     * Loads objects at the same time, as many as there are CPUs, for those who {@link #open} them
     * next. What cannot be loaded is left to them, who say why. {@link #tidy} removes what nobody
     * has opened.
     */
    public synchronized void prepare(Collection<ObjectSpec> specs) {
        Map<String, Future<LoadedObject>> loading = new LinkedHashMap<>();
        int cpus = Runtime.getRuntime().availableProcessors();
        // Loading holds its carrier: platform threads.
        try (var threads =
                Executors.newFixedThreadPool(
                        cpus, Thread.ofPlatform().name("ebpf-load-", 0).daemon().factory())) {
            for (ObjectSpec each : specs) {
                if (!objects.containsKey(each.name())) {
                    loading.computeIfAbsent(
                            each.name(), _ -> threads.submit(() -> loadShared(each)));
                }
            }
        }
        loading.forEach(
                (name, loaded) -> {
                    if (loaded.state() == Future.State.SUCCESS) {
                        objects.put(name, new OpenObject(loaded.resultNow()));
                    }
                });
    }

    /** Removes objects that were prepared and that nobody has opened. */
    public synchronized void tidy() {
        objects.values().removeIf(OpenObject::closedIfUnused);
    }

    /** Gives an object back; the last one to do so takes it out of the kernel. */
    public synchronized void close(ObjectSpec spec) {
        OpenObject open = objects.get(spec.name());
        if (open != null) {
            open.users--;
            if (open.closedIfUnused()) {
                objects.remove(spec.name());
            }
        }
    }

    /**
     * Loads an object for the caller alone, who gives it back by {@link #unload}: it has no map in
     * common with others.
     */
    public synchronized LoadedObject load(ObjectSpec spec) throws BpfException {
        // No part of the target's: it sees the whole host.
        var root = new CgroupPlaces(facts.cgroups().v2());
        LoadedObject loaded =
                LoadedObject.load(library, spec, List.of(), settings.btf(), root, false);
        apart.add(loaded);
        return loaded;
    }

    /** Takes an object that was loaded for one caller out of the kernel. */
    public synchronized void unload(LoadedObject object) {
        if (apart.remove(object)) {
            object.close();
        }
    }

    /** Lets a handler have the events of a kind, whichever ring they come by. */
    public Subscription subscribe(int kind, EventHandler handler) {
        Subscription one = critical.subscribe(kind, handler);
        Subscription other = bulk.subscribe(kind, handler);
        return () -> {
            one.close();
            other.close();
        };
    }

    /** Waits until events that have happened are with their handlers, if that takes no longer. */
    public void flush(Duration limit) throws InterruptedException {
        critical.flush(limit);
        bulk.flush(limit);
    }

    /**
     * Something that exists once for all receivers, such as the table of processes; made when the
     * first asks for it. Each call needs one {@link #unshare}.
     *
     * @param key which of its type
     */
    public <T extends AutoCloseable> T share(Class<T> type, Object key, SharedParts.Maker<T> maker)
            throws BpfException {
        return parts.share(type, key, maker);
    }

    /** Gives a shared part back; the last one to do so closes it. */
    public void unshare(Class<?> type, Object key) {
        parts.unshare(type, key);
    }

    /** What programs ask while they run. */
    public KernelKnobs knobs() {
        return knobs;
    }

    /** What the programs counted. */
    public KernelStats stats() {
        return stats;
    }

    /**
     * Lets programs for packets hang only at groups that are wanted, not at the root: before any is
     * attached, and where no other group is part of the target.
     *
     * @param isWanted whether a group is
     * @return stops following what comes; programs stay where they are
     */
    public Subscription hangAt(Predicate<Cgroup> isWanted) {
        places.narrow();
        CgroupTable.Listener listener =
                group -> {
                    if (CgroupTable.isOfV2(group.id())) {
                        places.see(group, isWanted);
                    }
                };
        cgroups.tell(listener);
        return () -> cgroups.tellNoMore(listener);
    }

    /** Control groups by id. */
    public CgroupTable cgroups() {
        return cgroups;
    }

    /** What this host allows. */
    public HostFacts facts() {
        return facts;
    }

    /** How the kernel side was set up. */
    public RuntimeSettings settings() {
        return settings;
    }

    /** The object that every other one shares its maps with. */
    public LoadedObject core() {
        return core;
    }

    /** Occurrences of a probe that no program saw, because one ran on that CPU already. */
    public synchronized long misses(Probe probe) throws BpfException {
        long sum = core.misses(probe);
        for (OpenObject each : objects.values()) {
            sum += each.object.misses(probe);
        }
        for (LoadedObject each : apart) {
            sum += each.misses(probe);
        }
        return sum;
    }

    /** Monotonic time since when the programs count. */
    public long startedNs() {
        return startedNs;
    }

    /** Events that were lost on their way through the rings, by their sequence numbers. */
    public long missedEvents() {
        return critical.missed() + bulk.missed();
    }

    /** Events that made no sense. */
    public long malformedEvents() {
        return critical.malformed() + bulk.malformed();
    }

    private synchronized void close() {
        objects.values().forEach(each -> each.object.close());
        objects.clear();
        apart.forEach(LoadedObject::close);
        apart.clear();
        critical.close();
        bulk.close();
        core.close();
        types.close();
    }
}
