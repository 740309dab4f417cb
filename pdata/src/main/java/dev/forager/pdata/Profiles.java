// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.List;

/**
 * Profiles, by resource and scope, and the dictionary that all of them refer to by index. The items
 * are the samples. A profile moved to another handle needs its indices translated.
 */
public final class Profiles extends Handle<ExportProfilesServiceRequest> implements Telemetry {
    private boolean isResolved;

    Profiles(Payload payload) {
        super(payload);
    }

    /** A handle on no profiles, to be filled. */
    public static Profiles create() {
        return new Profiles(Payload.empty(Signal.PROFILES));
    }

    /**
     * Every resource with its profiles. Attributes of resources and scopes that refer to the
     * dictionary read as if the sender had written them out.
     */
    @Override
    public List<ResourceProfiles> resources() {
        ExportProfilesServiceRequest content = root();
        if (!isResolved) {
            isResolved = true;
            ProfilesReferences.resolve(content);
        }
        return content.resources();
    }

    /** A new, empty group for a resource, at the end. */
    public ResourceProfiles addResource() {
        return root().addResource();
    }

    /** The tables that all profiles of this handle refer to. */
    public ProfilesDictionary dictionary() {
        return root().dictionary();
    }

    /** Every profile, whatever its resource and scope. The iterator can remove. */
    public Iterable<Profile> profiles() {
        return () ->
                new Flattened<>(
                        () -> new Flattened<>(resources(), ResourceProfiles::scopes),
                        ScopeProfiles::profiles);
    }

    /**
     * Removes profiles; scopes and resources left without any go with them, the dictionary stays.
     * Says how many profiles.
     */
    public int removeIf(ProfilePredicate drop) {
        int before = profileCount();
        resources().removeIf(group -> lastWent(group, drop));
        return before - profileCount();
    }

    private static boolean lastWent(ResourceProfiles group, ProfilePredicate drop) {
        return group.scopes().removeIf(scope -> lastWent(group, scope, drop))
                && group.scopes().isEmpty();
    }

    private static boolean lastWent(
            ResourceProfiles group, ScopeProfiles scope, ProfilePredicate drop) {
        return scope.profiles()
                        .removeIf(profile -> drop.test(group.resource(), scope.scope(), profile))
                && scope.profiles().isEmpty();
    }

    private int profileCount() {
        int count = 0;
        for (ResourceProfiles group : resources()) {
            for (ScopeProfiles scope : group.scopes()) {
                count += scope.profiles().size();
            }
        }
        return count;
    }

    @Override
    ExportProfilesServiceRequest newRoot() {
        return new ExportProfilesServiceRequest(false);
    }

    @Override
    int countItems(ExportProfilesServiceRequest content) {
        return content.resourcesList().sum(Profiles::count, ItemCounter.SAMPLES.below(1));
    }

    private static int count(ResourceProfiles group) {
        return group.scopesList().sum(Profiles::count, ItemCounter.SAMPLES.below(2));
    }

    private static int count(ScopeProfiles scope) {
        return scope.profilesList()
                .sum(profile -> profile.samples().size(), ItemCounter.SAMPLES.below(3));
    }

    /** Which profiles to remove. */
    @FunctionalInterface
    public interface ProfilePredicate {
        /** True for a profile to remove. */
        boolean test(Resource resource, InstrumentationScope scope, Profile profile);
    }
}
