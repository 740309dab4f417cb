// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import dev.forager.receivers.ebpf.probe.Attacher;
import dev.forager.receivers.ebpf.probe.Hook;
import dev.forager.receivers.ebpf.probe.Probe;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.BpfIterator;
import dev.forager.receivers.ebpf.sys.BpfMap;
import dev.forager.receivers.ebpf.sys.BpfObject;
import dev.forager.receivers.ebpf.sys.Btf;
import dev.forager.receivers.ebpf.sys.Errno;
import dev.forager.receivers.ebpf.sys.LibBpf;
import dev.forager.receivers.ebpf.sys.RingBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object in the kernel with all programs that the kernel takes. Programs are attached when a
 * probe asks, once however many ask, and taken off when the last one is done. Thread-safe.
 */
public final class LoadedObject implements Attacher, AutoCloseable {
    /** include/uapi/linux/bpf.h. */
    private static final int HASH = 1;

    private static final int PERCPU_HASH = 5;

    /** A histogram: thousands of them are megabytes that most hosts never fill. */
    private static final int LARGE_BYTES = 1024;

    private final BpfObject object;
    private final Btf btf;
    private final Map<String, BpfException> refused;
    private final CgroupPlaces places;
    private final Map<Hook, Use> uses = new HashMap<>();

    /** An attached program and how many probes asked for it. */
    private static final class Use {
        final AutoCloseable link;
        int count = 1;

        Use(AutoCloseable link) {
            this.link = link;
        }
    }

    private LoadedObject(
            BpfObject object, Btf btf, Map<String, BpfException> refused, CgroupPlaces places) {
        this.object = object;
        this.btf = btf;
        this.refused = refused;
        this.places = places;
    }

    /**
     * Loads an object.
     *
     * @param shared maps of other objects that this one uses where it has maps of their names
     * @param btf the kernel's type information; null for its own
     * @param places where cgroup programs are attached
     * @param allocatesLater whether large entries of hash maps, and those by CPU, are allocated
     *     when they come
     * @throws BpfException when the kernel takes no program of it
     */
    static LoadedObject load(
            LibBpf library,
            ObjectSpec spec,
            List<BpfMap> shared,
            @Nullable Path btf,
            CgroupPlaces places,
            boolean allocatesLater)
            throws BpfException {
        byte[] elf = spec.elf();
        Btf types = Btf.ofObject(elf);
        List<String> late = allocatesLater ? largeMaps(types) : List.of();
        BpfObject all = open(library, spec, elf, shared, btf, late);
        try {
            all.load();
            return new LoadedObject(all, types, Map.of(), places);
        } catch (BpfException e) {
            all.close();
        }
        // One program that this kernel refuses refuses the object: find out which, load the others.
        Map<String, BpfException> refused = new HashMap<>();
        List<String> programs = programs(library, spec, elf, btf);
        for (String each : programs) {
            try (BpfObject alone = open(library, spec, elf, shared, btf, late)) {
                keepOnly(alone, programs, List.of(each));
                alone.load();
            } catch (BpfException e) {
                refused.put(each, e);
            }
        }
        List<String> accepted = new ArrayList<>(programs);
        accepted.removeAll(refused.keySet());
        if (accepted.isEmpty() && !programs.isEmpty()) {
            throw refused.getOrDefault(
                    programs.getFirst(), new BpfException(spec.name(), Errno.EINVAL));
        }
        BpfObject rest = open(library, spec, elf, shared, btf, late);
        try {
            keepOnly(rest, programs, accepted);
            rest.load();
        } catch (BpfException e) {
            rest.close();
            throw e;
        }
        return new LoadedObject(rest, types, refused, places);
    }

    private static List<String> programs(
            LibBpf library, ObjectSpec spec, byte[] elf, @Nullable Path btf) throws BpfException {
        try (BpfObject object = BpfObject.open(library, "fg_" + spec.name(), elf, btf)) {
            List<String> wanted = new ArrayList<>(object.programs());
            wanted.removeAll(spec.leftOut());
            return wanted;
        }
    }

    private static List<String> largeMaps(Btf types) throws BpfException {
        return types.maps().stream()
                .filter(
                        each ->
                                each.type() == PERCPU_HASH
                                        || (each.type() == HASH
                                                && each.value().size() >= LARGE_BYTES))
                .map(Btf.MapDefinition::name)
                .toList();
    }

    private static BpfObject open(
            LibBpf library,
            ObjectSpec spec,
            byte[] elf,
            List<BpfMap> shared,
            @Nullable Path btf,
            List<String> allocatedLater)
            throws BpfException {
        BpfObject object = BpfObject.open(library, "fg_" + spec.name(), elf, btf);
        try {
            for (Map.Entry<String, Long> each : spec.capacities().entrySet()) {
                object.maxEntries(each.getKey(), each.getValue());
            }
            for (String each : allocatedLater) {
                object.allocateLater(each);
            }
            for (BpfMap each : shared) {
                object.reuse(each.name(), each);
            }
            for (String each : spec.leftOut()) {
                object.autoload(each, false);
            }
            return object;
        } catch (BpfException e) {
            object.close();
            throw e;
        }
    }

    private static void keepOnly(BpfObject object, List<String> all, List<String> wanted)
            throws BpfException {
        for (String each : all) {
            object.autoload(each, wanted.contains(each));
        }
    }

    @Override
    public synchronized Attachment attach(Hook hook) throws BpfException {
        throwIfRefused(hook.program());
        Use use = uses.get(hook);
        if (use == null) {
            uses.put(hook, new Use(link(hook)));
        } else {
            use.count++;
        }
        return () -> release(hook);
    }

    private void throwIfRefused(String program) throws BpfException {
        BpfException refusal = refused.get(program);
        if (refusal != null) {
            throw refusal;
        }
    }

    private AutoCloseable link(Hook hook) throws BpfException {
        return switch (hook.kind()) {
            case SECTION -> object.attach(hook.program());
            case TRACEPOINT -> object.attachTracepoint(hook.program(), hook.place());
            case ITERATOR -> object.iterator(hook.program());
            case CGROUP -> places.hang(folder -> object.attachCgroup(hook.program(), folder));
        };
    }

    private synchronized void release(Hook hook) {
        Use use = uses.get(hook);
        if (use != null && --use.count == 0) {
            uses.remove(hook);
            detach(use.link);
        }
    }

    private static void detach(AutoCloseable link) {
        try {
            link.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs an iterator that a probe has attached. */
    public synchronized void iterate(String program) throws BpfException {
        Use use = uses.get(Hook.iterator(program));
        if (use != null && use.link instanceof BpfIterator iterator) {
            iterator.run();
        }
    }

    /** How often programs of a probe were skipped; see {@link BpfObject#misses}. */
    public synchronized long misses(Probe probe) throws BpfException {
        Set<String> programs = new HashSet<>();
        for (Hook each : uses.keySet()) {
            if (probe.ways().stream().anyMatch(way -> way.contains(each))) {
                programs.add(each.program());
            }
        }
        long sum = 0;
        for (String each : programs) {
            sum += object.misses(each);
        }
        return sum;
    }

    /** Runs a program of type syscall; see {@link BpfObject#run}. */
    public synchronized byte[] run(String program, byte[] context) throws BpfException {
        throwIfRefused(program);
        return object.run(program, context);
    }

    /**
     * Maps a ring buffer of the object, for one reader; the caller closes it before the object is.
     */
    public RingBuffer ring(String name) throws BpfException {
        return RingBuffer.map(object.map(name), object.maxEntries(name));
    }

    /** A map of the object. */
    public BpfMap map(String name) throws BpfException {
        return object.map(name);
    }

    /** How many entries fit into a map of the object. */
    public long capacity(String map) throws BpfException {
        return object.maxEntries(map);
    }

    /** The types of the object. */
    public Btf btf() {
        return btf;
    }

    /** Takes everything off and out of the kernel. */
    @Override
    public synchronized void close() {
        uses.values().forEach(use -> detach(use.link));
        uses.clear();
        object.close();
    }
}
