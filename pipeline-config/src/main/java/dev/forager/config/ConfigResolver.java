// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.config.ConfigProvider.Fetched;
import dev.forager.config.ConfigProvider.NotFetchedException;
import dev.forager.config.tree.MapNode;
import dev.forager.config.tree.Node;
import dev.forager.config.tree.Origin;
import dev.forager.config.tree.ScalarNode;
import dev.forager.config.tree.YamlException;
import dev.forager.config.tree.YamlReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes one tree of the sources that a user names: reads them ({@code file:}, {@code env:}, {@code
 * yaml:}, {@code http:}, {@code https:}), merges them in order, replaces references. Thread-safe;
 * every call reads anew.
 */
public final class ConfigResolver {
    private final Map<String, ConfigProvider> providers;

    private ConfigResolver(Map<String, ConfigProvider> providers) {
        this.providers = providers;
    }

    /** A resolver over the environment of this process. */
    public static ConfigResolver system() {
        return over(System::getenv);
    }

    /** A resolver with another environment; a variable that is not set is null. */
    public static ConfigResolver over(Function<String, @Nullable String> environment) {
        var providers = new TreeMap<String, ConfigProvider>();
        providers.put("env", new EnvProvider(environment));
        providers.put("file", new FileProvider());
        providers.put("http", new HttpProvider("http"));
        providers.put("https", new HttpProvider("https"));
        providers.put("yaml", new YamlProvider());
        return with(providers);
    }

    /** A resolver over other providers, by scheme. */
    static ConfigResolver with(Map<String, ? extends ConfigProvider> providers) {
        return new ConfigResolver(new TreeMap<>(providers));
    }

    /**
     * A configuration without references.
     *
     * @param root the tree, with the place of every value
     * @param notices what deserves a log line, such as unset variables
     */
    public record Resolved(MapNode root, List<Notice> notices) {}

    /** The schemes that can be read, sorted. */
    public List<String> schemes() {
        return List.copyOf(providers.keySet());
    }

    /**
     * Reads and joins.
     *
     * @param uris arguments of {@code --config}, in order; none where there are sets
     * @param sets arguments of {@code --set} ({@code key.path=value}), which count more
     * @throws ConfigException with all problems; their texts name no secret
     */
    public Resolved resolve(List<String> uris, List<String> sets, FeatureGates gates)
            throws ConfigException {
        if (uris.isEmpty() && sets.isEmpty()) {
            throw ConfigException.of("at least one config flag must be provided");
        }
        var problems = new Problems();
        boolean appends = gates.isEnabled(FeatureGates.MERGE_APPEND);
        MapNode merged = null;
        for (Source source : sources(uris, sets)) {
            MapNode next = read(source, problems);
            merged =
                    merged == null
                            ? next
                            : appends
                                    ? Merging.mergeAppending(merged, next)
                                    : Merging.merge(merged, next);
        }
        if (merged == null) {
            throw new IllegalStateException("no sources");
        }
        MapNode root = new Expander(new CachedSources(problems), problems).expand(merged);
        problems.throwIfAny();
        return new Resolved(root, problems.notices());
    }

    /**
     * One argument.
     *
     * @param name what positions call it: the argument, without the values that it may hold
     */
    private record Source(Location location, String name) {}

    private List<Source> sources(List<String> uris, List<String> sets) throws ConfigException {
        var sources = new ArrayList<Source>();
        for (String uri : uris) {
            sources.add(source(uri));
        }
        for (String set : sets) {
            int equals = set.indexOf('=');
            if (equals < 0) {
                throw ConfigException.of(
                        "invalid argument \"%s\" for \"--set\" flag: missing equal sign"
                                .formatted(set));
            }
            String key = set.substring(0, equals).strip();
            String yaml = key.replace(".", "::") + ": " + set.substring(equals + 1).strip();
            sources.add(new Source(new Location("yaml", yaml), "--set " + key));
        }
        return sources;
    }

    private Source source(String uri) throws ConfigException {
        Location location;
        try {
            location = Location.ofArgument(uri);
        } catch (IllegalArgumentException e) {
            throw ConfigException.of(String.valueOf(e.getMessage()));
        }
        if (!providers.containsKey(location.scheme())) {
            throw ConfigException.of(
                    "unsupported scheme on URI \"%s\" (expected: one of %s)"
                            .formatted(uri, String.join(", ", providers.keySet())));
        }
        boolean isText = location.scheme().equals("yaml");
        return new Source(location, isText ? "--config yaml" : uri);
    }

    private MapNode read(Source source, Problems problems) throws ConfigException {
        try {
            ConfigProvider provider = providers.get(source.location().scheme());
            if (provider == null) {
                throw new IllegalStateException(source.name());
            }
            Fetched fetched = provider.fetch(source.location().opaque(), problems);
            String name = fetched.source() == null ? source.name() : fetched.source();
            return asMap(YamlReader.read(fetched.text(), name));
        } catch (NotFetchedException e) {
            throw ConfigException.of(
                    Location.UNRESOLVED + "cannot retrieve the configuration: " + e.getMessage());
        } catch (YamlException e) {
            throw new ConfigException(
                    List.of(
                            new Problem(
                                    "",
                                    Location.UNRESOLVED
                                            + "retrieved value (type=string) cannot be used as a"
                                            + " Conf: assuming string type since contents are not"
                                            + " valid YAML: yaml: "
                                            + e.getMessage(),
                                    e.position())));
        }
    }

    private static MapNode asMap(Node node) throws ConfigException, YamlException {
        return switch (node) {
            case MapNode map -> SplitKeys.in(map);
            case ScalarNode scalar when scalar.isNull() ->
                    new MapNode(Origin.at(scalar.position()), List.of());
            default ->
                    throw new ConfigException(
                            List.of(
                                    new Problem(
                                            "",
                                            Location.UNRESOLVED
                                                    + "retrieved value (type=%s) cannot be used as a Conf (expected: a map with sections such as receivers and service)"
                                                            .formatted(node.goType()),
                                            node.position())));
        };
    }

    /** Each source is read once in a resolution: two references see the same text. */
    private final class CachedSources implements Expander.Sources {
        private final Map<Location, Fetched> cache = new HashMap<>();
        private final Problems problems;

        CachedSources(Problems problems) {
            this.problems = problems;
        }

        @Override
        public boolean knows(String scheme) {
            return providers.containsKey(scheme);
        }

        @Override
        public List<String> schemes() {
            return ConfigResolver.this.schemes();
        }

        @Override
        public Fetched fetch(Location location) throws NotFetchedException {
            Fetched known = cache.get(location);
            if (known != null) {
                return known;
            }
            ConfigProvider provider = providers.get(location.scheme());
            if (provider == null) {
                throw new NotFetchedException("no such scheme");
            }
            Fetched fetched = provider.fetch(location.opaque(), problems);
            cache.put(location, fetched);
            return fetched;
        }
    }
}
