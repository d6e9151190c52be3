-- include feedback/scaled_responses,

-- One row per response and question that it answers.
answers as (

    unpivot scaled_responses
    on columns(* exclude (response_key))
    into name question value answer

)
