"""The ten steps of a lead's journey: pure decisions that know nouns and policies, never each other, a store or a clock.

capture → cleansing → dedup → scoring → assignment → followup → conversion → pipeline → lifecycle → analytics.
The order of the journey is written in one place only: `leadkit.flows`.
"""
